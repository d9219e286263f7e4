// What I do: each is one JSON object to the server. Sends have a key, so that trying again is safe.

import { keep } from './session.js';
import { t } from './words.js';

const TYPING_EVERY = 3_000;
const READ_AFTER = 700;

/** 128 random bits; `randomUUID` exists in secure contexts only. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export class Actions {
  /** @param {Store} store @param {Link} link */
  constructor(store, link) {
    this.store = store;
    this.link = link;
    this.typed = 0;
    this.readTimer = 0;
    try {
      const kept = JSON.parse(keep.get('outbox', sessionStorage) || '[]');
      if (Array.isArray(kept)) this.waiting = /** @type {Pending[]} */ (kept);
    } catch {
      // Written by another version: nothing to send.
    }
    store.on('pending', () => keep.set('outbox', store.pending.length ? JSON.stringify(store.pending) : '', sessionStorage));
  }

  /** Sends of the page before it was loaded again; shown once their room is known. @type {Pending[]} */
  waiting = [];

  adopt() {
    for (const one of this.waiting) {
      const room = one.label.startsWith('@') ? this.store.intend(one.label) : this.store.labelled(one.label);
      if (room && !this.store.pending.some((p) => p.key === one.key)) this.store.pending.push({ ...one, room: room.id });
    }
    this.waiting = [];
  }

  /**
   * @param {Room} room @param {string} text
   * @param {{style?: string, reply_to?: number|null, calc?: boolean}} [how]
   */
  say(room, text, how = {}) {
    /** @type {Pending} */
    const one = {
      key: newKey(), room: room.id, label: room.label, text, style: how.style ?? 'plain', reply_to: how.reply_to ?? null, by: this.store.me.id,
      at: new Date().toISOString(), state: 'sending', why: '', calc: Boolean(how.calc),
    };
    this.store.pending.push(one);
    this.typed = 0;
    this.store.emit('sent');
    return this.deliver(one);
  }

  /** @param {Pending} one */
  async deliver(one) {
    Object.assign(one, { state: 'sending', why: '', by: this.store.me.id });
    this.#shown(one);
    const room = this.store.rooms.get(one.room)?.label ?? one.label;
    const answer = await this.link.ask(
      one.calc
        ? { type: 'calc', room, text: one.text, key: one.key }
        : { type: 'say', room, text: one.text, key: one.key, ...(one.style === 'plain' ? {} : { style: one.style }), ...(one.reply_to ? { reply_to: one.reply_to } : {}) },
    );
    if (answer.type === 'refused') Object.assign(one, { state: 'failed', why: answer.text });
    else if (answer.type === 'unknown') Object.assign(one, { state: 'lost', why: answer.text });
    this.#shown(one);
  }

  /** @param {Pending} one */
  discard(one) {
    this.store.pending = this.store.pending.filter((p) => p !== one);
    this.#shown(one);
  }

  /** @param {Pending} one */
  #shown(one) {
    this.store.emit('pending');
    const room = this.store.rooms.get(one.room);
    if (room) this.store.emit('room', room);
  }

  /**
   * Asks, and says so in words when it is refused.
   * @param {Msg} msg
   * @returns {Promise<Msg>}
   */
  async ask(msg) {
    const answer = await this.link.ask(msg);
    if (answer.type === 'refused') this.store.emit('note', { text: answer.text, kind: 'refused' });
    else if (answer.type === 'lost') this.store.emit('note', { text: t('not_connected'), kind: 'refused' });
    return answer;
  }

  /** @param {Room} room @param {number} seq @param {string} text */
  edit(room, seq, text) {
    return this.ask({ type: 'edit', room: room.label, seq, text });
  }

  /** @param {Room} room @param {number} seq @param {string} [why] */
  remove(room, seq, why) {
    return this.ask({ type: 'delete', room: room.label, seq, ...(why ? { why } : {}) });
  }

  /** @param {Room} room @param {number} seq @param {string} mark */
  react(room, seq, mark) {
    const mine = room.log.marks.get(seq)?.get(mark)?.get(this.store.me.id);
    return this.ask({ type: 'react', room: room.label, seq, mark, on: !mine?.on });
  }

  /** @param {string} name @param {boolean} [silently] when the page asks by itself */
  async nick(name, silently = false) {
    const answer = await (silently ? this.link.ask({ type: 'nick', name }) : this.ask({ type: 'nick', name }));
    if (answer.type === 'named') {
      keep.set('name', answer.name);
      keep.set('as', answer.name, sessionStorage);
      this.store.emit('me');
    }
    return answer;
  }

  /** @param {Room} room @param {'after'|'before'|'around'} way @param {number} seq @param {number} [limit] @returns {Promise<Msg>} */
  async history(room, way, seq, limit = 200) {
    const what = way + seq;
    if (room.asking.has(what)) return { type: 'lost' };
    room.asking.add(what);
    this.store.emit('asking', room);
    const answer = await this.link.ask({ type: 'history', room: room.label, [way]: seq, limit });
    room.asking.delete(what);
    this.store.emit('asking', room);
    return answer;
  }

  /** @param {Room} room @param {boolean} active */
  typing(room, active) {
    const now = Date.now();
    if (!this.link.ready || room.id === room.label || (active ? now - this.typed < TYPING_EVERY : this.typed === 0)) return;
    this.typed = active ? now : 0;
    void this.link.ask({ type: 'typing', room: room.label, state: active ? 'active' : 'done' });
  }

  /** All that is there was seen. @param {Room} room */
  seen(room) {
    const head = room.log.high;
    if (room.unread === 0 && head <= room.read) return;
    room.unread = room.mentions = 0;
    const news = head > room.read;
    room.read = room.counted = Math.max(head, room.read);
    this.store.emit('rooms');
    if (!news) return;
    clearTimeout(this.readTimer);
    this.readTimer = window.setTimeout(() => void this.link.ask({ type: 'read', room: room.label, seq: room.read }), READ_AFTER);
  }
}
