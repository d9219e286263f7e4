// What can be done with a line: one small bar that goes to the line under the pointer or the focus.

import { h, iconButton } from './dom.js';
import { roomHref } from './render.js';
import { t } from './words.js';

export class Toolbar {
  /**
   * @param {Store} store
   * @param {HTMLElement} list
   * @param {Composer} composer
   * @param {(what: string, arg?: string) => void} show
   */
  constructor(store, list, composer, show) {
    this.store = store;
    this.composer = composer;
    this.show = show;
    this.seq = 0;
    this.el = h('div', { class: 'toolbar', role: 'toolbar', test: 'toolbar' });
    list.addEventListener('mouseover', (e) => this.#to(e));
    list.addEventListener('focusin', (e) => this.#to(e));
    list.addEventListener('mouseleave', () => this.#away());
    // Who wrote a line, or is named in it, is a click away; by keys, `P` on the line.
    list.addEventListener('click', (e) => {
      const at = e.target instanceof Element ? e.target.closest('.from, .mention, .line[data-seq] > .avatar') : null;
      if (!at) return;
      const line = /** @type {HTMLElement|null} */ (at.closest('.line'));
      if (at.matches('.mention')) show('person', at.textContent?.slice(1));
      else this.act('who', Number(line?.dataset.seq));
    });
    store.on('edit_last', () => this.editLast());
  }

  /** @param {Event} e */
  #to(e) {
    const line = e.target instanceof Element ? e.target.closest('.line') : null;
    if (line && !line.hasAttribute('data-seq')) this.el.remove();
    if (!(line instanceof HTMLElement) || !line.dataset.seq) return;
    const seq = Number(line.dataset.seq);
    if (this.el.parentElement === line && this.seq === seq) return;
    this.seq = seq;
    const fact = this.#fact(seq);
    const buttons = [];
    if (fact) {
      buttons.push(iconButton('reply', t('reply'), { test: 'reply', onclick: () => this.act('reply', seq) }), iconButton('smile', t('react'), { test: 'react', onclick: () => this.act('react', seq) }));
      if (this.#mine(seq)) buttons.push(iconButton('edit', t('edit'), { test: 'edit', onclick: () => this.act('edit', seq) }));
      if (this.#mine(seq) || this.#moderator()) buttons.push(iconButton('trash', t('delete'), { test: 'delete', onclick: () => this.act('delete', seq) }));
    }
    buttons.push(iconButton('link', t('copy_link'), { test: 'copy-link', onclick: () => this.act('copy', seq) }));
    this.el.setAttribute('aria-label', t('with_line', { n: seq }));
    this.el.replaceChildren(...buttons);
    line.append(this.el);
  }

  #away() {
    const line = document.activeElement?.closest?.('.line');
    if (!line) this.el.remove();
  }

  /** @param {number} seq a message that still has words */
  #fact(seq) {
    const fact = this.store.room?.log.facts.get(seq);
    return fact?.type === 'message' && !this.store.room?.log.deleted.has(seq) ? fact : null;
  }

  /** @param {number} seq */
  #mine(seq) {
    return this.#fact(seq)?.from_id === this.store.me.id;
  }

  #moderator() {
    const role = this.store.room?.members.get(this.store.me.id)?.role;
    return role === 'moderator' || role === 'owner' || this.store.me.rank === 'moderator' || this.store.me.rank === 'owner';
  }

  /** @param {'reply'|'react'|'edit'|'delete'|'copy'|'who'} what @param {number} seq */
  act(what, seq) {
    const room = this.store.room;
    const fact = this.#fact(seq);
    if (!room) return;
    if (what === 'copy') {
      const link = location.origin + '/' + roomHref(room.label, seq);
      const clipboard = /** @type {Clipboard|undefined} */ (navigator.clipboard);
      // Where nothing may be copied for somebody, they copy it themselves.
      const copied = clipboard ? clipboard.writeText(link) : Promise.reject();
      copied.then(() => this.store.emit('note', { text: t('copied') }), () => this.store.emit('note', { text: link }));
      return;
    }
    if (what === 'who') {
      const from = room.log.facts.get(seq);
      if (from) this.show('person', room.members.get(from.from_id)?.name ?? from.from);
      return;
    }
    if (!fact) return;
    const text = room.log.edits.get(seq)?.text ?? fact.text;
    if (what === 'reply') this.composer.target({ kind: 'reply', seq, name: fact.from, text });
    else if (what === 'react') this.show('react', String(seq));
    else if (what === 'edit' && this.#mine(seq)) this.composer.target({ kind: 'edit', seq, name: fact.from, text });
    else if (what === 'delete' && (this.#mine(seq) || this.#moderator())) this.show('delete', String(seq));
  }

  editLast() {
    const log = this.store.room?.log;
    const last = log?.shown.findLast((seq) => this.#mine(seq));
    if (last) this.act('edit', last);
  }
}
