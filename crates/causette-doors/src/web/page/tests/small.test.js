import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { delay, LONGEST_MS } from '../backoff.js';
import { COMMANDS } from '../commands.js';
import { complete, nearest } from '../complete.js';
import { EMOJI } from '../emoji.js';
import { items } from '../items.js';
import { Log } from '../log.js';
import { readHash, roomHref } from '../render.js';
import { SENTENCES as EN } from '../sentences-en.js';
import { SENTENCES as FR } from '../sentences-fr.js';
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
  assert.deepEqual(labels('hi :sm'), [], 'signs are read when they are wanted');
  assert.equal(nearest('joni', ['join', 'leave']), 'join');
  assert.equal(nearest('xyz', ['join', 'leave']), '');
});

test('signs are found by their names in both languages, and smileys are left alone', () => {
  const labels = (/** @type {string} */ text) => complete(text, text.length, { names: [], rooms: [], commands: [], signs: EMOJI })?.choices.map((c) => c.label) ?? [];
  assert.ok(labels('well done :cla').includes('👏') && labels(':FÊT').includes('🥳') && labels(':fet').includes('🥳'));
  assert.deepEqual(labels(':thumbs'), ['👍', '👎']);
  for (const text of [':)', ':p', ':D', 'at 12:30', 'http://x', 'a:smile']) assert.deepEqual(labels(text), [], text);
  for (const [sign, ...names] of EMOJI) {
    assert.ok(names.every((name) => /^[\p{L}_]{2,20}$/u.test(name)), sign);
    assert.ok(new TextEncoder().encode(sign).length <= 32, sign);
  }
  assert.equal(new Set(EMOJI.map(([sign]) => sign)).size, EMOJI.length);
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
  const files = readdirSync(folder).filter((name) => name.endsWith('.js') && !name.startsWith('sentences'));
  const source = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  for (const [, key] of source.matchAll(/\bt\('([a-z_]+)'[,)]/g)) assert.ok(EN[key], key);
  assert.deepEqual(Object.keys(EN), Object.keys(FR));
  const gaps = (/** @type {string} */ s) => [...new Set([...s.matchAll(/\{(\w+)/g)].map((m) => m[1]))].sort().join();
  for (const [key, english] of Object.entries(EN)) {
    assert.ok(english.trim() && FR[key].trim(), key);
    assert.equal(gaps(english), gaps(FR[key]), key);
    assert.ok(!/[^\s\u{a0}\u{202f}][?!]( |$)/u.test(FR[key]), `French wants a space before ? and !: ${FR[key]}`);
  }
});

test('every command says what it does, in both languages', () => {
  for (const one of COMMANDS) assert.ok(EN['cmd_' + one.name] && FR['cmd_' + one.name], one.name);
});

test('every kind of fact has its words', () => {
  const source = readFileSync(new URL('../../../../../causette-wire/src/json/out/fact.rs', import.meta.url), 'utf8');
  const body = source.slice(source.indexOf('fn kind('), source.indexOf('fn deed'));
  const kinds = [...body.matchAll(/=> "(\w+)"/g)].map((found) => found[1]);
  assert.ok(kinds.length > 25);
  const drawn = ['message', 'answer', 'gone', 'edited', 'deleted', 'reacted'];
  const named = { modes: 'mode' };
  for (const kind of kinds.filter((one) => !drawn.includes(one))) assert.ok(EN['deed_' + (named[/** @type {'modes'} */ (kind)] ?? kind)], kind);
});

test('every mode has its words', () => {
  const terms = readFileSync(new URL('../../../../../causette-wire/src/json/terms.rs', import.meta.url), 'utf8');
  const modes = [...terms.matchAll(/Mode::\w+\(_\) => "(\w+)"/g)].map((found) => found[1]);
  assert.ok(modes.length > 10);
  for (const mode of modes) assert.ok(EN['mode_' + mode] && FR['mode_' + mode], mode);
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
    // A table of sentences is as long as what there is to say.
    assert.ok(name.startsWith('sentences-') || text.split('\n').length <= 320, `${name} is long`);
  }
  const worker = readFileSync(new URL('sw.js', folder), 'utf8');
  // The operators' view is nothing without its server.
  for (const name of all.filter((one) => one !== 'sw.js' && !one.startsWith('admin'))) {
    const bare = name.replace('.js', '');
    assert.ok(worker.includes(`'${bare}'`) || worker.includes(`/page/${name}`), `sw.js: ${name}`);
  }
});
