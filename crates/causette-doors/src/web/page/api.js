// The page's own calls: who the cookie says I am, signing in and out.

import { keep } from './session.js';
import { t } from './words.js';

export class Api {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /** What `session` answers, when it was asked last. @type {Promise<boolean>} */
  known = Promise.resolve(true);

  /** Who the cookie says I am. */
  session() {
    this.known = this.#session();
    return this.known;
  }

  async #session() {
    try {
      const answer = await fetch('/api/session', { headers: this.#headers(), cache: 'no-store' });
      if (answer.ok) this.store.session = { ...this.store.session, ...(await answer.json()) };
      return answer.ok;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} method @param {string} path @param {Record<string, string>} [body]
   * @param {boolean} [again] whether this is the second attempt
   * @returns {Promise<string>} why not, or nothing
   */
  async call(method, path, body, again = false) {
    try {
      const headers = { ...this.#headers(), 'Content-Type': 'application/json', 'X-CSRF-Token': this.store.session.csrf };
      const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : undefined });
      const said = await answer.json().catch(() => ({}));
      const token = this.store.session.csrf;
      // A server that was started anew has another token.
      if (answer.status === 403 && !again && (await this.session()) && this.store.session.csrf !== token) return this.call(method, path, body, true);
      if (!answer.ok) return said.text ?? t('failed', { code: answer.status });
      this.store.session = { ...this.store.session, ...said };
      keep.set('guest', '', sessionStorage);
      return '';
    } catch {
      return t('not_connected');
    }
  }

  #headers() {
    return { 'Accept-Language': document.documentElement.lang };
  }
}
