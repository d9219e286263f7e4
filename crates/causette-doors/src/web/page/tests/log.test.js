import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Log, lowerBound } from '../log.js';

/** @param {number} seq */
const said = (seq, more = {}) => ({ type: 'message', seq, room_id: 'r', from: 'bob', from_id: 'b', at: '2026-11-22T14:03:00Z', text: 'm' + seq, ...more });

test('stretches grow, meet and never overlap, in whatever order numbers come', () => {
  for (let seed = 1; seed < 200; seed++) {
    const log = new Log();
    const numbers = Array.from({ length: 40 }, (_, i) => i + 1).filter((n) => (n * seed) % 7 !== 3);
    let x = seed;
    const shuffled = [...numbers].sort(() => (x = (x * 1103515245 + 12345) % 2147483648) - 1073741824);
    for (const n of [...shuffled, ...shuffled]) log.add(said(n));
    const listed = log.spans.flatMap(([lo, hi]) => Array.from({ length: hi - lo + 1 }, (_, i) => lo + i));
    assert.deepEqual(listed, numbers);
    assert.deepEqual(log.shown, numbers);
    for (let i = 1; i < log.spans.length; i++) assert.ok(log.spans[i - 1][1] + 1 < log.spans[i][0]);
  }
});

test('a number is taken once, and the server corrects what was assumed', () => {
  const log = new Log();
  assert.equal(log.add(said(3, { assumed: true, text: 'mine' })), true);
  assert.equal(log.add(said(3, { text: 'as saved' })), false);
  assert.equal(log.facts.get(3)?.text, 'as saved');
  assert.equal(log.add(said(3, { assumed: true, text: 'again' })), false);
  assert.equal(log.facts.get(3)?.text, 'as saved');
  assert.equal(log.rev(3), 2);
});

test('edits, deletions and reactions change their target, the latest number wins', () => {
  const log = new Log();
  log.add(said(5, { type: 'edited', target: 1, text: 'third' }));
  log.add(said(4, { type: 'edited', target: 1, text: 'second' }));
  log.add(said(1));
  assert.equal(log.edits.get(1)?.text, 'third');
  log.add(said(6, { type: 'reacted', target: 1, mark: '+1', on: true }));
  log.add(said(8, { type: 'reacted', target: 1, mark: '+1', on: false }));
  log.add(said(7, { type: 'reacted', target: 1, mark: '+1', on: true, from_id: 'c', from: 'carl' }));
  assert.deepEqual([...(log.marks.get(1)?.get('+1')?.values() ?? [])].filter((f) => f.on).map((f) => f.name), ['carl']);
  assert.deepEqual(log.shown, [1]);
  assert.deepEqual(log.spans, [[1, 1], [4, 8]]);
});

test('forgetting keeps the newest stretch', () => {
  const log = new Log();
  for (let n = 1; n <= 100; n++) log.add(said(n));
  log.begin = 1;
  log.trim(30);
  assert.deepEqual(log.spans, [[71, 100]]);
  assert.equal(log.begin, null);
  assert.equal(log.facts.size, 30);
  assert.equal(log.add(said(70)), true);
  assert.deepEqual(log.spans, [[70, 100]]);
});

test('lines of a stretch', () => {
  const log = new Log();
  for (const n of [1, 2, 3, 7, 8]) log.add(said(n));
  assert.deepEqual(log.lines([1, 3]), [1, 2, 3]);
  assert.deepEqual(log.lines([7, 8]), [7, 8]);
  assert.deepEqual(log.tail(), [7, 8]);
  log.head = 9;
  assert.equal(log.tail(), null);
  assert.equal(lowerBound([1, 3, 5], 4), 2);
});
