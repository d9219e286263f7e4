import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { delay, LONGEST_MS } from '../backoff.js';
import { complete, nearest } from '../complete.js';
import { items } from '../items.js';
import { Log } from '../log.js';
import { readHash, roomHref } from '../render.js';
import { SENTENCES } from '../sentences.js';
import { put } from '../words.js';

test('waiting grows, is bounded, and differs', () => {
  for (let attempt = 0; attempt < 40; attempt++) {
    const [least, most] = [delay(attempt, () => 0), delay(attempt, () => 0.999)];
    assert.ok(least >= 250 && most <= LONGEST_MS && most > least * 1.9, `${attempt}: ${least} ${most}`);
    if (attempt) assert.ok(delay(attempt, () => 0.5) >= delay(attempt - 1, () => 0.5));
  }
});

test('completion', () => {
  const known = { names: ['bob', 'émilie'], rooms: ['#general', '#rust'], commands: [{ name: 'join', hint: '' }, { name: 'reply', hint: '' }] };
  const labels = (/** @type {string} */ text) => complete(text, text.length, known)?.choices.map((c) => c.label) ?? [];
  assert.deepEqual(labels('/j'), ['/join']);
  assert.deepEqual(labels('hi @em'), ['@émilie']);
  assert.deepEqual(labels('see #r'), ['#rust']);
  assert.deepEqual(labels('a@b'), []);
  assert.deepEqual(labels('/join x'), []);
  assert.equal(nearest('joni', ['join', 'leave']), 'join');
  assert.equal(nearest('xyz', ['join', 'leave']), '');
});

test('lines are grouped, days and news marked', () => {
  const log = new Log();
  const add = (/** @type {number} */ seq, /** @type {string} */ id, /** @type {string} */ at, more = {}) => log.add({ type: 'message', seq, room_id: 'r', from: id, from_id: id, at, text: 'x', ...more });
  add(1, 'a', '2026-11-22T12:00:00Z');
  add(2, 'a', '2026-11-22T12:01:00Z');
  add(3, 'b', '2026-11-22T12:02:00Z');
  add(4, 'b', '2026-11-22T12:09:00Z');
  add(5, 'b', '2026-11-24T12:09:00Z');
  const list = items(log, [1, 2, 3, 4, 5], { marker: 3, top: true, sends: [], me: 'me' });
  assert.deepEqual(list.map((i) => (i.kind === 'fact' ? i.key + (i.grouped ? 'g' : '') : i.kind)), ['begin', 'day', 's1', 's2g', 's3', 'new', 's4', 'day', 's5']);
});

test('addresses of rooms', () => {
  for (const [label, seq] of /** @type {[string, number|null][]} */ ([['#general', null], ['#général', 12], ['@bob', 3], ['#a.b', null]])) assert.deepEqual(readHash(roomHref(label, seq)), { label, seq });
  assert.equal(readHash('#word=abc'), null);
  assert.equal(readHash('#%'), null);
  assert.equal(readHash(''), null);
});

test('every sentence that is asked for exists, in both languages, with the same gaps', () => {
  const folder = new URL('../', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'sentences.js');
  const source = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  for (const [, key] of source.matchAll(/\bt\('([a-z_]+)'[,)]/g)) assert.ok(SENTENCES[key], key);
  const gaps = (/** @type {string} */ s) => [...new Set([...s.matchAll(/\{(\w+)/g)].map((m) => m[1]))].sort().join();
  for (const [key, pair] of Object.entries(SENTENCES)) {
    assert.equal(pair.length, 2, key);
    assert.ok(pair[0].trim() && pair[1].trim(), key);
    assert.equal(gaps(pair[0]), gaps(pair[1]), key);
    assert.ok(!/[^\s\u{a0}\u{202f}][?!]( |$)/u.test(pair[1]), `French wants a space before ? and !: ${pair[1]}`);
  }
  for (const key of ['deed', 'cmd', 'key']) assert.ok(Object.keys(SENTENCES).some((one) => one.startsWith(key + '_')));
});

test('numbers choose their word', () => {
  assert.equal(put('{n} {n|person|people}', { n: 1 }, 'en'), '1 person');
  assert.equal(put('{n} {n|person|people}', { n: 0 }, 'en'), '0 people');
  assert.equal(put('{n} {n|personne|personnes}', { n: 0 }, 'fr'), '0 personne');
});

test('no way to make markup of a text, and the worker knows every file', () => {
  const folder = new URL('../', import.meta.url);
  const all = readdirSync(folder).filter((name) => name.endsWith('.js'));
  for (const name of all) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(text), name);
    assert.ok(text.split('\n').length <= 320, `${name} is long`);
  }
  const worker = readFileSync(new URL('sw.js', folder), 'utf8');
  const index = readFileSync(new URL('index.html', folder), 'utf8');
  for (const name of all.filter((one) => one !== 'sw.js')) {
    const bare = name.replace('.js', '');
    assert.ok(worker.includes(`'${bare}'`) || worker.includes(`/page/${name}`), `sw.js: ${name}`);
    assert.ok(index.includes(`/page/${name}`), `index.html: ${name}`);
  }
});
