// What the server sends, taken into the store. One arm a type; what has a number is never left out, known or not.

import { mentions } from './format.js';
import { speaks } from './store.js';

const TYPING_MS = 7_000;

/**
 * @param {Store} store
 * @param {Msg} msg
 * @param {Msg|null} asked what it answers
 */
export function receive(store, msg, asked) {
  const room = msg.room_id && msg.room ? store.place(msg.room_id, msg.room) : null;
  if (room && typeof msg.seq === 'number' && typeof msg.from_id === 'string' && msg.at) return told(store, room, /** @type {Fact} */ (msg), true);
  switch (msg.type) {
    case 'ok':
      if (room) saved(store, room, msg, asked);
      break;
    case 'joined':
      if (room) joined(store, room, msg);
      break;
    case 'missed':
      if (room) {
        for (const fact of msg.facts) told(store, room, fact, true);
        expired(store, room, msg);
        store.people(room, msg);
      }
      break;
    case 'history':
      if (room) page(store, room, msg, asked);
      break;
    case 'members':
      if (room) store.people(room, msg);
      break;
    case 'unread':
      for (const line of msg.rooms) counted(store, line);
      store.emit('rooms');
      break;
    case 'read':
      if (room) store.marked(room, msg.seq);
      break;
    case 'read_mark': {
      const known = msg.room_id ? store.rooms.get(msg.room_id) : store.labelled(msg.room ?? '');
      if (known) store.marked(known, msg.seq);
      break;
    }
    case 'left':
      if (room) {
        store.forget(room);
        if (!asked || asked.type !== 'leave') store.emit('note', { key: 'put_out', vars: { room: room.label } });
      }
      break;
    case 'named':
      store.me.name = msg.name;
      for (const one of store.rooms.values()) rename(store, one, msg.id, msg.name);
      store.emit('me');
      break;
    case 'away_set':
      store.away = msg.text ?? '';
      for (const one of store.rooms.values()) present(store, one, store.me.id, (m) => (m.away = msg.text !== null));
      store.emit('me');
      break;
    default:
      if (room) signal(store, room, msg);
  }
}

/**
 * @param {Store} store @param {Room} room @param {Fact} fact @param {boolean} news
 */
function told(store, room, fact, news) {
  if (speaks(fact) && fact.from_id !== store.me.id && mentions(fact.text, store.me.name)) fact.mention = true;
  room.typing.delete(fact.from_id);
  store.fact(room, fact, news);
  if (news && fact.type === 'room_renamed' && !fact.renamed_id && room.label !== fact.to) {
    const active = store.active === room.id;
    store.place(room.id, fact.to);
    if (active) store.emit('renamed', room);
  }
}

/**
 * The server tells senders `ok` and the number; what they said they know. So the fact is made here.
 * @param {Store} store @param {Room} room @param {Msg} ok @param {Msg|null} asked
 */
function saved(store, room, ok, asked) {
  const base = { room: room.label, room_id: room.id, seq: ok.seq, from: store.me.name, from_id: store.me.id, at: new Date().toISOString(), assumed: true };
  if (!asked) return;
  if (asked.type === 'say' || asked.type === 'calc') {
    const text = asked.type === 'calc' ? '/calc ' + asked.text : asked.text;
    store.pending = store.pending.filter((one) => one.key !== asked.key);
    store.emit('pending');
    const style = asked.style === 'plain' ? undefined : asked.style;
    told(store, room, { ...base, type: 'message', text, style, reply_to: asked.reply_to ?? undefined }, true);
    if (room.read === ok.seq - 1) room.read = ok.seq;
  } else if (asked.type === 'edit') told(store, room, { ...base, type: 'edited', target: asked.seq, text: asked.text }, true);
  else if (asked.type === 'delete') told(store, room, { ...base, type: 'deleted', target: asked.seq, why: asked.why }, true);
  else if (asked.type === 'react') told(store, room, { ...base, type: 'reacted', target: asked.seq, mark: asked.mark, on: asked.on !== false }, true);
}

/** @param {Store} store @param {Room} room @param {Msg} msg */
function joined(store, room, msg) {
  const first = !room.joined && room.log.facts.size === 0;
  room.joined = true;
  room.private = Boolean(msg.private);
  room.topic = msg.topic ?? '';
  store.people(room, msg);
  if (first) {
    // To a guest who comes for the first time, what was said before is history, not news.
    room.read = store.me.account ? msg.read : Math.max(msg.read, msg.seq);
    room.counted = msg.seq;
  } else room.read = Math.max(room.read, msg.read);
  for (const fact of msg.facts) told(store, room, fact, true);
  if (room.unread > 0) {
    const spoken = [...room.log.facts.values()].filter((fact) => fact.seq > room.read && (fact.mention || (room.direct && speaks(fact))) && fact.from_id !== store.me.id);
    room.mentions = Math.max(room.mentions, spoken.length);
  }
  room.log.head = Math.max(room.log.head, msg.seq);
  if (msg.seq === 0) room.log.begin = 1;
  expired(store, room, msg);
  store.emit('rooms');
  store.emit('room', room);
}

/** @param {Store} store @param {Room} room @param {Msg} msg @param {Msg|null} asked */
function page(store, room, msg, asked) {
  for (const fact of msg.facts) told(store, room, fact, false);
  const log = room.log;
  if (asked && 'before' in asked && !msg.more) log.begin = msg.facts[0]?.seq ?? Math.min(asked.before, log.head + 1);
  if (asked && 'after' in asked && !msg.more && msg.facts.length) log.head = Math.max(log.head, msg.facts.at(-1).seq);
  expired(store, room, msg);
  store.emit('room', room);
}

/** @param {Store} store @param {Room} room @param {Msg} msg */
function expired(store, room, msg) {
  if (typeof msg.expired_before === 'number') room.log.expired = msg.expired_before;
  store.emit('room', room);
}

/** @param {Store} store @param {Msg} line */
function counted(store, line) {
  const room = store.place(line.room_id, line.room);
  room.read = line.read;
  room.unread = line.count;
  if (room.direct) room.mentions = line.count;
  room.log.head = Math.max(room.log.head, line.read);
}

/**
 * Who is here and what they are doing: told, never stored.
 * @param {Store} store @param {Room} room @param {Msg} msg
 */
function signal(store, room, msg) {
  switch (msg.type) {
    case 'arrived':
      if (!room.members.has(msg.id)) room.count++;
      room.members.set(msg.id, { id: msg.id, name: msg.name, doors: msg.door && [msg.door] });
      break;
    case 'departed':
      if (room.members.delete(msg.id)) room.count--;
      room.typing.delete(msg.id);
      break;
    case 'renamed':
      rename(store, room, msg.id, msg.to);
      break;
    case 'became': {
      const member = room.members.get(msg.id);
      room.members.delete(msg.id);
      room.members.set(msg.to_id, { ...member, id: msg.to_id, name: msg.to });
      room.count = Math.max(room.count, room.members.size);
      break;
    }
    case 'away':
      present(store, room, msg.id, (m) => (m.away = msg.text !== null));
      break;
    case 'typing':
      if (msg.id === store.me.id) return;
      if (msg.state === 'active') room.typing.set(msg.id, { name: msg.name, until: Date.now() + TYPING_MS });
      else room.typing.delete(msg.id);
      store.emit('typing', room);
      return;
    default:
      return;
  }
  store.emit('members', room);
  store.emit('typing', room);
}

/** @param {Store} store @param {Room} room @param {string} id @param {string} to */
function rename(store, room, id, to) {
  present(store, room, id, (m) => (m.name = to));
  for (const one of store.rooms.values()) if (one.direct && one.other === id && one.label !== '@' + to) store.place(one.id, '@' + to);
}

/** @param {Store} store @param {Room} room @param {string} id @param {(member: Member) => void} change */
function present(store, room, id, change) {
  const member = room.members.get(id);
  if (!member) return;
  change(member);
  store.emit('members', room);
}
