import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receive } from '../receive.js';
import { Store } from '../store.js';

const ROOM = { room: '#general', room_id: 'r1' };
/** @param {number} seq */
const said = (seq, more = {}) => ({ type: 'message', ...ROOM, seq, from: 'bob', from_id: 'b', at: '2026-11-22T14:03:00Z', text: 'm' + seq, ...more });

function begun(facts = /** @type {any[]} */ ([])) {
  const store = new Store();
  store.me = { id: 'me', name: 'alice', account: false, rank: null };
  receive(store, { type: 'joined', ...ROOM, seq: facts.at(-1)?.seq ?? 0, read: 0, members: [{ name: 'alice', id: 'me' }], count: 1, facts, more: false, expired_before: null }, { type: 'join' });
  const room = store.rooms.get('r1');
  assert.ok(room);
  return { store, room };
}

test('what was said before one came is no news, what is said after is', () => {
  const { store, room } = begun([said(1), said(2)]);
  assert.equal(room.unread, 0);
  receive(store, said(3), null);
  receive(store, said(3), null);
  receive(store, said(4, { text: '@alice?' }), null);
  assert.deepEqual([room.unread, room.mentions], [2, 1]);
  receive(store, { type: 'read', ...ROOM, seq: 4 }, null);
  assert.deepEqual([room.unread, room.mentions], [0, 0]);
});

test('whoever opens a room is told how much is new and from where on', () => {
  const { store, room } = begun([said(1), said(2)]);
  store.activate('r1');
  assert.deepEqual([room.marker, room.news], [null, 0]);
  store.activate('');
  receive(store, said(3), null);
  receive(store, said(4, { from_id: 'me' }), null);
  receive(store, said(5), null);
  store.activate('r1');
  assert.deepEqual([room.marker, room.news, room.unread], [2, 2, 2]);
  store.activate('');
  assert.deepEqual([room.marker, room.news], [null, 0], 'once left, it is no longer shown');
});

test('an ok is one’s own message, saved', () => {
  const { store, room } = begun();
  const asked = { type: 'say', room: '#general', text: 'hi', key: 'k' };
  store.pending = /** @type {any} */ ([{ key: 'k', room: 'r1' }, { key: 'other', room: 'r1' }]);
  receive(store, { type: 'ok', ...ROOM, seq: 1 }, asked);
  assert.deepEqual(store.pending.map((p) => p.key), ['other']);
  assert.equal(room.log.facts.get(1)?.text, 'hi');
  assert.equal(room.unread, 0);
  receive(store, { type: 'ok', ...ROOM, seq: 2 }, { type: 'edit', room: '#general', seq: 1, text: 'ho' });
  receive(store, { type: 'ok', ...ROOM, seq: 3 }, { type: 'react', room: '#general', seq: 1, mark: '+1' });
  assert.equal(room.log.edits.get(1)?.text, 'ho');
  assert.deepEqual(room.log.spans, [[1, 3]]);
});

test('the same key answered twice is one line', () => {
  const { store, room } = begun([said(1, { from_id: 'me', from: 'alice', text: 'hi' })]);
  receive(store, { type: 'ok', ...ROOM, seq: 1 }, { type: 'say', room: '#general', text: 'hi', key: 'k' });
  assert.deepEqual(room.log.shown, [1]);
  assert.equal(room.log.facts.get(1)?.assumed, undefined);
});

test('coming back: what was missed is news once, and there is no gap', () => {
  const { store, room } = begun([said(1)]);
  receive(store, { type: 'joined', ...ROOM, seq: 4, read: 1, members: [], count: 0, facts: [], more: true, expired_before: null }, { type: 'join', after: 1 });
  receive(store, { type: 'missed', ...ROOM, facts: [said(2), said(3)], more: true, expired_before: null }, null);
  receive(store, said(5), null);
  assert.deepEqual(room.log.spans, [[1, 3], [5, 5]]);
  receive(store, { type: 'missed', ...ROOM, facts: [said(4), said(5)], more: false, expired_before: null }, null);
  assert.deepEqual(room.log.spans, [[1, 5]]);
  assert.ok(room.unread >= 3);
});

test('a fact of an unknown kind keeps its number', () => {
  const { store, room } = begun([said(1)]);
  receive(store, { type: 'danced', ...ROOM, seq: 2, from: 'bob', from_id: 'b', at: '2026-11-22T14:03:00Z' }, null);
  receive(store, { type: 'unheard_of', x: 1 }, null);
  assert.deepEqual(room.log.shown, [1, 2]);
});

test('people come, go, are renamed, are away', () => {
  const { store, room } = begun();
  const names = () => [...room.members.values()].map((m) => m.name + (m.away ? '!' : '')).join(' ');
  receive(store, { type: 'arrived', ...ROOM, name: 'bob', id: 'b', door: 'web' }, null);
  assert.deepEqual(room.members.get('b')?.doors, ['web']);
  receive(store, { type: 'renamed', ...ROOM, name: 'bob', id: 'b', to: 'bobby' }, null);
  receive(store, { type: 'away', ...ROOM, name: 'bobby', id: 'b', text: 'tea' }, null);
  assert.equal(names(), 'alice bobby!');
  receive(store, { type: 'became', ...ROOM, name: 'bobby', id: 'b', to: 'robert', to_id: 'c', guest: false }, null);
  receive(store, { type: 'departed', ...ROOM, name: 'robert', id: 'c' }, null);
  assert.equal(names(), 'alice');
  assert.equal(room.count, 1);
});

test('a conversation that was meant becomes the one that is there, and follows a new name', () => {
  const { store } = begun();
  const meant = store.intend('@bob');
  store.activate(meant.id);
  receive(store, { type: 'opened', room: '@bob', room_id: 'd1' }, null);
  assert.equal(store.active, 'd1');
  receive(store, { ...said(1), room: '@bob', room_id: 'd1' }, null);
  receive(store, { type: 'renamed', ...ROOM, name: 'bob', id: 'b', to: 'bobby' }, null);
  assert.equal(store.rooms.get('d1')?.label, '@bobby');
  assert.equal(store.rooms.get('d1')?.mentions, 1);
});

test('a server that lost what was said: the room begins anew, and what waits is kept', () => {
  const { store, room } = begun([said(1), said(2)]);
  store.activate('r1');
  store.pending = /** @type {any} */ ([{ key: 'k', room: 'r1' }]);
  store.reset(room);
  receive(store, { type: 'joined', room: '#general', room_id: 'r2', seq: 1, read: 0, members: [], count: 0, facts: [{ ...said(1), room_id: 'r2' }], more: false, expired_before: null }, { type: 'join' });
  assert.deepEqual([store.active, store.pending[0].room, room.id], ['r2', 'r2', 'r2']);
  assert.deepEqual(room.log.shown, [1]);
  assert.equal(room.unread, 0);
});

test('another room of the same name takes its place', () => {
  const { store } = begun([said(1)]);
  store.activate('r1');
  receive(store, { type: 'joined', room: '#general', room_id: 'r2', seq: 0, read: 0, members: [], count: 0, facts: [], more: false, expired_before: null }, { type: 'join' });
  assert.deepEqual([...store.rooms.keys()], ['r2']);
  assert.equal(store.active, 'r2');
});
