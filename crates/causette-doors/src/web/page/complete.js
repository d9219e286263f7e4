// What could be meant by what stands before the cursor: a command, a name, a room. Pure.

import { fold } from './format.js';

const MOST = 8;

/**
 * @param {string} text
 * @param {number} cursor
 * @param {{names: string[], rooms: string[], commands: {name: string, hint: string}[], signs?: [string, string, string][]}} known
 * @returns {Completion|null}
 */
export function complete(text, cursor, known) {
  const before = text.slice(0, cursor);
  const command = /^\/([^\s/]*)$/.exec(before);
  if (command) return found(0, cursor, command[1], known.commands.map(({ name, hint }) => ({ insert: '/' + name + ' ', label: '/' + name, hint, word: name })));
  const sign = beginsSign(before);
  if (sign) return found(cursor - sign.length - 1, cursor, sign, (known.signs ?? []).flatMap(([mark, ...names]) => names.map((name) => ({ insert: mark + ' ', label: mark, hint: name, word: name }))));
  const word = /(?:^|[\s([])([@#])([^\s@#]*)$/u.exec(before);
  if (!word) return null;
  const from = cursor - word[2].length - 1;
  const list = word[1] === '@' ? known.names.map((name) => '@' + name) : known.rooms;
  return found(from, cursor, word[2], list.map((one) => ({ insert: one + ' ', label: one, hint: '', word: one.slice(1) })));
}

/** What stands after a colon, if it may name a sign: two letters at least, so that `:)` and `:p` are left alone. @param {string} before @returns {string} */
export function beginsSign(before) {
  return /(?:^|\s):([\p{L}_]{2,20})$/u.exec(before)?.[1] ?? '';
}

/**
 * @param {number} from @param {number} to @param {string} typed
 * @param {(Choice & {word: string})[]} all
 * @returns {Completion|null}
 */
function found(from, to, typed, all) {
  const want = fold(typed);
  const starts = all.filter((one) => fold(one.word).startsWith(want));
  const holds = want.length > 1 ? all.filter((one) => !starts.includes(one) && fold(one.word).includes(want)) : [];
  const some = [...starts, ...holds];
  const choices = some.filter((one, i) => some.findIndex((other) => other.label === one.label) === i).slice(0, MOST).map(({ insert, label, hint }) => ({ insert, label, hint }));
  return choices.length ? { from, to, choices } : null;
}

/**
 * The known word that was probably meant.
 * @param {string} word @param {string[]} known
 */
export function nearest(word, known) {
  let [best, least] = ['', word.length > 3 ? 3 : 2];
  for (const one of known) {
    const d = distance(word, one);
    if (d < least) [best, least] = [one, d];
  }
  return best;
}

/** @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
