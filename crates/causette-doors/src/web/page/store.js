// What the page knows: who I am, the rooms and what was said there, my sends under way. It draws nothing and sends nothing.

import { Log } from './log.js';

/** Facts kept of rooms nobody looks at. */
const KEPT = 500;

export class Room {
  /** @param {string} id @param {string} label */
  constructor(id, label) {
    this.id = id;
    this.label = label;
    this.log = new Log();
    /** @type {Map<string, Member>} */
    this.members = new Map();
    this.count = 0;
    this.topic = '';
    this.joined = false;
    /** How far I have read, and up to where unread lines have been counted. */
    this.read = 0;
    this.counted = 0;
    this.unread = 0;
    this.mentions = 0;
    /** Where the line "new" stands while the room is open. @type {number|null} */
    this.marker = null;
    /** How many new lines stand below it that nobody has gone back to yet. */
    this.news = 0;
    /** The other one's id, in a direct conversation. */
    this.other = '';
    /** @type {Map<string, {name: string, until: number}>} */
    this.typing = new Map();
    this.private = false;
    /** What is being asked for, so that it is asked once. @type {Set<string>} */
    this.asking = new Set();
  }

  get direct() {
    return this.label.startsWith('@');
  }
}

export class Store {
  constructor() {
    /** @type {Me} */
    this.me = { id: '', name: '', account: false, rank: null };
    /** @type {Session} */
    this.session = { name: null, rank: null, csrf: '', registration: 'open', guests: true, lang: 'en', version: '' };
    /** @type {Map<string, Room>} */
    this.rooms = new Map();
    this.active = '';
    /** @type {Pending[]} */
    this.pending = [];
    /** @type {Record<string, number>} */
    this.limits = { text: 4096, name: 20, topic: 400, mark: 32 };
    /** @type {{state: 'connecting'|'open'|'waiting'|'stopped', at: number, text: string}} */
    this.link = { state: 'connecting', at: 0, text: '' };
    this.away = '';
    /** @type {Map<string, Set<(arg?: any) => void>>} */
    this.listeners = new Map();
  }

  /** @param {string} what @param {(arg?: any) => void} fn */
  on(what, fn) {
    const set = this.listeners.get(what) ?? new Set();
    this.listeners.set(what, set.add(fn));
  }

  /** @param {string} what @param {any} [arg] */
  emit(what, arg) {
    for (const fn of this.listeners.get(what) ?? []) fn(arg);
  }

  get room() {
    return this.rooms.get(this.active) ?? null;
  }

  /** @param {string} label `#general` or `@bob`, in any case */
  labelled(label) {
    const want = label.toLowerCase();
    return [...this.rooms.values()].find((room) => room.label.toLowerCase() === want) ?? null;
  }

  /**
   * The room a message is about. One that has the same name and another id is not the same room: the old one goes, as nobody can reach it by its name any more.
   * @param {string} id @param {string} label
   * @returns {Room}
   */
  place(id, label) {
    let room = this.rooms.get(id);
    if (room && (label === '' || room.label === label)) return room;
    const other = label === '' ? null : this.labelled(label);
    if (room) {
      room.label = label;
    } else if (other && other.id === other.label) {
      room = other;
      this.rooms.delete(other.id);
      room.id = id;
      this.rooms.set(id, room);
      this.#moved(other.label, room);
    } else {
      room = new Room(id, label);
      this.rooms.set(id, room);
    }
    if (other && other !== room) {
      const was = other.id;
      this.rooms.delete(was);
      this.#moved(was, room);
    }
    this.emit('rooms');
    return room;
  }

  /** A conversation that nobody has written to yet: known by its name until it has an id. @param {string} label */
  intend(label) {
    return this.labelled(label) ?? this.place(label, label);
  }

  /** Nothing of what was read holds any more: known by its name again, until the server says which room that is now. @param {Room} room */
  reset(room) {
    const was = room.id;
    this.rooms.delete(was);
    Object.assign(room, { id: room.label, log: new Log(), joined: false, read: 0, counted: 0, unread: 0, mentions: 0, marker: null, news: 0 });
    this.rooms.set(room.id, room);
    this.#moved(was, room);
  }

  /** @param {string} was @param {Room} room */
  #moved(was, room) {
    for (const one of this.pending) if (one.room === was) one.room = room.id;
    if (this.active === was) {
      this.active = room.id;
      this.emit('active');
    }
  }

  /**
   * @param {Room} room @param {Fact} fact
   * @param {boolean} news whether it is told now, or only read back
   */
  fact(room, fact, news) {
    const fresh = room.log.add(fact);
    if (room.direct && fact.from_id !== this.me.id) room.other = fact.from_id;
    if (fresh && news && fact.seq > room.counted) {
      room.counted = fact.seq;
      if (speaks(fact) && fact.from_id !== this.me.id && fact.seq > room.read) {
        room.unread++;
        if (room.direct || fact.mention) room.mentions++;
        this.emit('heard', { room, fact });
        this.emit('rooms');
      }
    }
    if (fact.type === 'topic') room.topic = fact.text ?? '';
    if (fact.type === 'role') {
      const member = room.members.get(fact.id);
      if (member) member.role = fact.role === 'none' ? undefined : fact.role;
      this.emit('members', room);
    }
    this.emit('room', room);
    return fresh;
  }

  /** @param {Room} room @param {number} seq */
  marked(room, seq) {
    if (seq < room.read) return;
    room.read = seq;
    room.counted = Math.max(room.counted, seq);
    const later = [...room.log.facts.values()].filter((fact) => fact.seq > seq && speaks(fact) && fact.from_id !== this.me.id);
    room.unread = Math.min(room.unread, later.length);
    room.mentions = Math.min(room.mentions, later.filter((fact) => room.direct || fact.mention).length);
    this.emit('rooms');
  }

  /** @param {Msg} msg `joined`, `members` or the last `missed` @param {Room} room */
  people(room, msg) {
    if (!Array.isArray(msg.members)) return;
    room.members = new Map(msg.members.map((/** @type {Member} */ m) => [m.id, { ...m }]));
    room.count = msg.count ?? room.members.size;
    if (room.direct) room.other = msg.members.find((/** @type {Member} */ m) => m.id !== this.me.id)?.id ?? room.other;
    this.emit('members', room);
  }

  /** @param {string} id */
  activate(id) {
    const before = this.room;
    if (before && before.id !== id) {
      before.marker = null;
      before.news = 0;
      before.log.trim(KEPT);
    }
    this.active = id;
    const room = this.room;
    if (room) [room.marker, room.news] = [room.unread > 0 ? room.read : null, room.unread];
    this.emit('active');
    this.emit('rooms');
  }

  /** @param {Room} room */
  forget(room) {
    this.rooms.delete(room.id);
    this.emit('rooms');
    if (this.active === room.id) this.activate(this.sorted()[0]?.id ?? '');
  }

  /** Rooms by name, then conversations. @returns {Room[]} */
  sorted() {
    const rank = (/** @type {Room} */ room) => (room.direct ? 2 : room.label === '#general' ? 0 : 1);
    return [...this.rooms.values()].sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
  }

  /** Lines nobody has read yet, and those that speak to me. */
  totals() {
    let [unread, mentions] = [0, 0];
    for (const room of this.rooms.values()) [unread, mentions] = [unread + room.unread, mentions + room.mentions];
    return { unread, mentions };
  }

  /** @param {Room} room */
  sends(room) {
    return this.pending.filter((one) => one.room === room.id);
  }
}

/** Whether somebody said something. @param {Fact} fact */
export function speaks(fact) {
  return fact.type === 'message' || fact.type === 'answer';
}
