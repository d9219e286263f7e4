// From a new connection to being where one was: who I am, my name, my rooms, what I missed, what I had not finished sending.

import { t } from './words.js';

/** How long the account's own welcome is waited for. */
const ACCOUNT_MS = 5_000;
/** A gap that is longer than this is not read through: the newest is shown, and scrolling back reads the rest. */
const LONG_GAP = 1_000;

/** Nobody keeps anything where storage is off. */
export const keep = {
  /** @param {string} key @param {Storage} [where] */
  get(key, where = localStorage) {
    try {
      return where.getItem('causette.' + key) ?? '';
    } catch {
      return '';
    }
  },
  /** @param {string} key @param {string} value @param {Storage} [where] */
  set(key, value, where = localStorage) {
    try {
      if (value) where.setItem('causette.' + key, value);
      else where.removeItem('causette.' + key);
    } catch {
      // Then it is forgotten with the page.
    }
  },
  /** What whoever comes next need not see: drafts, and what was not sent yet. */
  forget() {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith('causette.draft.')) localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
    this.forgetTab();
  },
  /** Who this tab was, and what it had not sent yet. */
  forgetTab() {
    for (const key of ['guest', 'outbox', 'as', 'me']) this.set(key, '', sessionStorage);
  },
};

export class Entry {
  /**
   * @param {Store} store
   * @param {Link} link
   * @param {Actions} actions
   * @param {Api} api
   */
  constructor(store, link, actions, api) {
    this.api = api;
    this.store = store;
    this.link = link;
    this.actions = actions;
    this.timer = 0;
    this.begun = false;
    /** Rooms to be in: of the address, of the page before it was loaded again. @type {string[]} */
    this.wanted = [];
    /** Who sent what is still under way. */
    this.lastMe = keep.get('me', sessionStorage);
  }

  /** @param {Msg} msg each `welcome` that answers nothing */
  async welcome(msg) {
    this.me(msg);
    if (msg.account) return this.begin();
    this.begun = false;
    clearTimeout(this.timer);
    void this.link.ask({ type: 'lang', to: document.documentElement.lang });
    await this.api.known;
    if (this.store.me.account) return;
    if (this.store.session.name) {
      this.timer = window.setTimeout(() => this.begin(), ACCOUNT_MS);
      return;
    }
    const token = keep.get('guest', sessionStorage);
    const back = token ? await this.link.ask({ type: 'resume', token }) : null;
    if (back?.type === 'lost') return;
    if (back?.type === 'welcome') this.me(back);
    keep.set('guest', this.fresh, sessionStorage);
    // What this tab was called; in a new one, what one is called in this browser.
    const name = (back?.type === 'welcome' && keep.get('as', sessionStorage)) || keep.get('name');
    if (name && name !== this.store.me.name) void this.actions.nick(name, true);
    return this.begin();
  }

  /** @param {Msg} msg */
  me(msg) {
    const store = this.store;
    store.me = { id: msg.id, name: msg.name, account: Boolean(msg.account), rank: msg.rank ?? null };
    store.limits = { ...store.limits, ...msg.limits };
    this.fresh = msg.account ? '' : msg.resume;
    if (this.begun) keep.set('as', store.me.name, sessionStorage);
    store.emit('me');
  }

  async begin() {
    if (this.begun) return;
    this.begun = true;
    clearTimeout(this.timer);
    const { store, link } = this;
    link.works();
    keep.set('me', store.me.id, sessionStorage);
    if (!keep.get('as', sessionStorage)) keep.set('as', store.me.name, sessionStorage);
    if (!store.me.account && !store.session.guests && store.session.name === null) return store.emit('must_sign_in');
    const known = [...store.rooms.values()];
    const labels = new Set([...known.filter((room) => !room.direct && room.joined).map((room) => room.label), ...this.wanted.filter((l) => l.startsWith('#'))]);
    this.wanted = [];
    const joins = [...labels].map((label) => this.join(label));
    for (const room of known) if (room.direct && room.id !== room.label) void this.catchUp(room);
    const others = this.conversations();
    await Promise.all(joins);
    store.emit('begun');
    await others;
    this.resend();
  }

  /** In again, from the number that was read last. @param {string} label @returns {Promise<Msg>} */
  async join(label, secret = '') {
    const room = this.store.labelled(label);
    const high = room?.log.high ?? 0;
    const ask = { type: 'join', room: label, ...(secret ? { secret } : {}) };
    let answer = await this.link.ask(high > 0 ? { ...ask, after: high } : ask);
    if (answer.type === 'refused' && answer.code === 'ahead' && room) {
      // The server lost what we had read (it kept nothing): what it has now is what counts.
      this.store.reset(room);
      answer = await this.link.ask(ask);
    }
    return answer;
  }

  /** Conversations of before: those in which something was said. */
  async conversations() {
    const answer = await this.link.ask({ type: 'targets', limit: 100 });
    for (const one of answer.type === 'targets' ? answer.rooms : []) if (one.room.startsWith('@')) this.store.place(one.room_id, one.room);
  }

  /**
   * Reads what is missing between what is here and the newest. A gap that is too long is left to scrolling.
   * @param {Room} room
   */
  async catchUp(room) {
    if (room.asking.has('gap')) return;
    room.asking.add('gap');
    try {
      for (let turn = 0; turn < 5; turn++) {
        const answer = await this.link.ask({ type: 'history', room: room.label, after: this.low(room), limit: 500 });
        if (answer.type !== 'history' || !answer.more || room.log.head - this.low(room) > LONG_GAP) return;
      }
    } finally {
      room.asking.delete('gap');
    }
  }

  /** Where the gap before the newest stretch begins. @param {Room} room */
  low(room) {
    const spans = room.log.spans;
    return spans.length > 1 ? spans[spans.length - 2][1] : room.log.high;
  }

  /** Sends what was not confirmed once more, with the same key: the server answers with the first number if it had it. */
  resend() {
    const { store } = this;
    this.actions.adopt();
    for (const one of store.pending) {
      if (one.state !== 'sending' && one.state !== 'lost') continue;
      if (one.by === store.me.id) void this.actions.deliver(one);
      else Object.assign(one, { state: 'lost', why: t('lost_send') });
    }
    store.emit('pending');
  }
}
