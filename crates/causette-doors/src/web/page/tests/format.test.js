import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, highlight, inline, looksLikeCode, mentions, parse, safeUrl } from '../format.js';

/** A short way to write a tree down. @param {any[]} nodes @returns {string} */
const shape = (nodes) => nodes.map((n) => (n.kind === 'text' ? n.text : n.nodes ? `<${n.kind} ${shape(n.nodes)}>` : `<${n.kind} ${n.text}>`)).join('');
/** @param {string} text @param {string} expect */
const check = (text, expect) => assert.equal(shape(inline(text)), expect, text);

test('marks', () => {
  check('plain', 'plain');
  check('**bold** and *italic* and _italic_', '<bold bold> and <italic italic> and <italic italic>');
  check('**bold with *italic* in it**', '<bold bold with <italic italic> in it>');
  check('`code **not bold**`', '<code code **not bold**>');
  check('2 * 3 * 4', '2 * 3 * 4');
  check('snake_case_name', 'snake_case_name');
  check('**', '**');
  check('****', '****');
  check('**open', '**open');
  check('*a **b** c*', '<italic a <bold b> c>');
  check('``', '``');
  check('a ` b', 'a ` b');
});

test('links are pages with a readable address, and nothing else', () => {
  check('see https://example.org/a_b(c)?x=1.', 'see <link https://example.org/a_b(c)?x=1>.');
  check('(http://x.test)', '(<link http://x.test>)');
  check('javascript:alert(1)', 'javascript:alert(1)');
  check('https://', 'https://');
  assert.equal(safeUrl('https://bank.example@evil.test/'), false);
  assert.equal(safeUrl('data:text/html,x'), false);
  check('https://user:pw@evil.test/', 'https://user:pw@evil.test/');
});

test('names and rooms', () => {
  check('hi @bob, see #rust/12 and #général', 'hi <mention @bob>, see <room #rust/12> and <room #général>');
  check('a@b.org', 'a@b.org');
  check('issue #12', 'issue #12');
  const [node] = inline('#rust/12');
  assert.deepEqual(node, { kind: 'room', text: '#rust/12', room: '#rust', seq: 12 });
});

test('blocks', () => {
  assert.deepEqual(parse('a\n```rust\nlet x = "**";\n\n  y\n```\nb').map((b) => [b.kind, 'text' in b ? b.text : shape(b.nodes)]), [['p', 'a'], ['pre', 'let x = "**";\n\n  y'], ['p', 'b']]);
  assert.deepEqual(parse('> said\n> more\nanswer').map((b) => [b.kind, 'nodes' in b ? shape(b.nodes) : '']), [['quote', 'said\nmore'], ['p', 'answer']]);
  assert.deepEqual(parse('```\nnever closed').map((b) => b.kind), ['p']);
  assert.deepEqual(parse('<b>x</b>').map((b) => 'nodes' in b && shape(b.nodes)), ['<b>x</b>']);
});

test('what came from a terminal and is set in is code; prose, lists and quotes are not', () => {
  for (const text of ['for i in range(3):\n    print(i)', 'if x:\n\treturn', 'a  b\n  1  2']) assert.deepEqual(parse(text), [{ kind: 'pre', text, lang: '' }], text);
  for (const text of ['    alone', 'one\ntwo', 'one\n two', '- a\n  - b', '1. a\n   2) b', 'see:\n  * this', '> said\n    more', '```\n    x\n```', 'x\n  ', `a\n    ${'long '.repeat(40)}`]) assert.equal(looksLikeCode(text), false, text);
});

test('nothing of a text is lost but its marks', () => {
  const signs = ['*', '**', '_', '`', ' ', 'a', '\n', '@', '#', '> ', '```', 'https://x.y/', 'é'];
  let x = 7;
  for (let round = 0; round < 3000; round++) {
    let text = '';
    for (let i = 0; i < 14; i++) text += signs[(x = (x * 48271) % 2147483647) % signs.length];
    const letters = (/** @type {string} */ s) => s.replace(/[*_`>\s]/g, '');
    const back = parse(text).map((b) => ('text' in b ? b.lang + b.text : plain(b.nodes))).join('\n');
    assert.equal(letters(back), letters(text), JSON.stringify(text));
  }
});

/** @param {any[]} nodes @returns {string} */
const plain = (nodes) => nodes.map((n) => (n.nodes ? plain(n.nodes) : n.text)).join('');

test('long hostile texts take no time', () => {
  for (const part of ['*', '**a', '_', '`', '*a ', '[', '> ', 'https://', '@', '#a', '```\n']) {
    const began = performance.now();
    parse(part.repeat(4096 / part.length));
    assert.ok(performance.now() - began < 500, part);
  }
});

test('who is spoken to', () => {
  for (const [text, yes] of /** @type {[string, boolean][]} */ ([['@Bob hi', true], ['bob: hi', true], ['bob, hi', true], ['bob : hi', true], ['hi bob', false], ['@bobby', false], ['**@bob**', true], ['`@bob`', false], ['12:30', false]]))
    assert.equal(mentions(text, 'bob'), yes, text);
  assert.equal(mentions('@anything', ''), false);
});

test('words of a search are marked without case and accents', () => {
  assert.deepEqual(highlight('Un Café au lait', ['cafe']).filter((p) => p.hit).map((p) => p.text), ['Café']);
  assert.equal(highlight('aaa', ['a']).length, 1);
  assert.equal(highlight('x', []).map((p) => p.text).join(''), 'x');
  assert.equal(fold('ÉMILIE'), 'emilie');
});
