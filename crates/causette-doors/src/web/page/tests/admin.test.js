// The figures of the operators' view: what the server writes, read and turned into rates and times.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { by, commits, parse, rate, roundUp, stretches } from '../admin-figures.js';
import { WORDS } from '../admin-words.js';

const HEAD = '# HELP causette_sessions Sessions now.\n# TYPE causette_sessions gauge\n';

/** @param {number} started @param {[number, number, number]} buckets within 1 ms, 20 ms, any time @param {number} sum @param {number} messages */
function page(started, [one, twenty, all], sum, messages) {
  return parse(`${HEAD}causette_start_time_seconds ${started}
causette_sessions{door="line"} 3
causette_sessions{door="irc"} 0
causette_messages_total ${messages}
causette_commit_seconds_bucket{le="0.001"} ${one}
causette_commit_seconds_bucket{le="0.02"} ${twenty}
causette_commit_seconds_bucket{le="+Inf"} ${all}
causette_commit_seconds_sum ${sum}
causette_commit_seconds_count ${all}
`);
}

test('figures are read, what is none is left out', () => {
  const sample = parse('# HELP x y\n\nx 1\ny{a="b",c="d e"} 2.5e-3\nz{le="+Inf"} +Inf\nbroken\nnot_a_number abc\n1x 2\r\n');
  assert.deepEqual([...sample], [['x', 1], ['y{a="b",c="d e"}', 0.0025], ['z{le="+Inf"}', Infinity]]);
  assert.deepEqual(by(sample, 'y', 'c'), [['d e', 2.5e-3]]);
  assert.deepEqual(by(sample, 'y', 'e'), [], 'a label is a whole name');
  assert.deepEqual(by(page(1, [0, 0, 0], 0, 0), 'causette_sessions', 'door'), [['line', 3], ['irc', 0]]);
});

test('a rate is by the second, and unknown over a restart', () => {
  const read = (/** @type {number} */ at, /** @type {number} */ started, /** @type {number} */ messages) => ({ at, sample: page(started, [0, 0, 0], 0, messages) });
  const name = 'causette_messages_total';
  assert.equal(rate(read(1000, 1, 10), read(3000, 1, 15), name), 2.5);
  assert.equal(rate(read(1000, 1, 10), read(3000, 1, 10), name), 0);
  assert.equal(rate(null, read(3000, 1, 15), name), null, 'the first read');
  assert.equal(rate(read(1000, 1, 10), read(3000, 2, 15), name), null, 'another run');
  assert.equal(rate(read(1000, 1, 10), read(3000, 1, 9), name), null, 'a counter does not go back');
  assert.equal(rate(read(1000, 1, 10), read(1000, 1, 15), name), null, 'no time went by');
  assert.equal(rate(read(1000, 1, 10), read(3000, 1, 15), 'missing'), null);
});

test('commits between two reads: how many, how long on average, and for 99 of 100', () => {
  const at = (/** @type {number} */ at, /** @type {import('../admin-figures.js').Sample} */ sample) => ({ at, sample });
  const before = at(0, page(1, [1000, 1000, 1000], 0.5, 0));
  assert.deepEqual(commits(before, at(2000, page(1, [1099, 1100, 1100], 0.6, 0))), { count: 100, mean: 0.09999999999999998 / 100, most: 0.001 }, '99 of 100 in the first bucket');
  assert.equal(commits(before, at(2000, page(1, [1098, 1100, 1100], 1, 0))).most, 0.02);
  assert.equal(commits(before, at(2000, page(1, [1000, 1001, 1100], 90, 0))).most, Infinity);
  assert.deepEqual(commits(before, before), { count: 0, mean: null, most: null }, 'what was before does not count');
  assert.deepEqual(commits(null, before), { count: 0, mean: null, most: null });
  assert.deepEqual(commits(before, at(2000, page(2, [5, 5, 5], 1, 0))), { count: 0, mean: null, most: null }, 'another run');
});

test('the highest line is a round number', () => {
  for (const [value, top] of [[0, 5], [5, 5], [5.1, 10], [11, 20], [21, 50], [100, 100], [101, 200], [999, 1000]]) assert.equal(roundUp(value, 5), top, String(value));
  assert.equal(roundUp(0.003, 0.001), 0.005);
  assert.equal(roundUp(NaN, 5), 5);
});

test('a line has gaps where nothing is known', () => {
  const box = { now: 100, span: 100, top: 10, width: 200, height: 50 };
  assert.deepEqual(stretches([{ at: 0, value: 0 }, { at: 50, value: 10 }, { at: 60, value: null }, { at: 80, value: Infinity }, { at: 100, value: 20 }], box), ['0.0,50.0 100.0,0.0', '200.0,0.0']);
  assert.deepEqual(stretches([], box), []);
});

test('every sentence stands in both languages with the same parts, and every one that is used exists', () => {
  const parts = (/** @type {string} */ text) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((found) => found[1]))].sort();
  for (const [key, [en, fr]] of Object.entries(WORDS)) {
    assert.ok(en && fr, key);
    // French agrees with a number where English does not.
    assert.deepEqual(parts(fr), parts(en), key);
    assert.ok(!fr.includes("'"), `${key}: a typographic apostrophe`);
  }
  const folder = new URL('..', import.meta.url);
  const code = readdirSync(folder).filter((name) => /^admin.*\.js$/.test(name) && name !== 'admin-words.js').map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const used = [...code.matchAll(/\bw\('(\w+)'/g)].map((found) => found[1]).filter((key) => !key.endsWith('_'));
  assert.ok(used.length > 80);
  for (const key of used) assert.ok(WORDS[key], key);
  for (const [key] of Object.entries(WORDS)) {
    const stem = key.replace(/_[^_]+$/, '');
    const known = code.includes(`'${key}'`) || [...code.matchAll(/'(\w+_)' \+/g)].some((found) => key.startsWith(found[1])) || code.includes(`\`${stem}`);
    assert.ok(known, `nobody says ${key}`);
  }
});
