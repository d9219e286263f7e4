// The tree of `format.js` as elements. Text is only ever `textContent`.

import { h } from './dom.js';
import { fold, highlight, parse } from './format.js';

/**
 * @param {string} text
 * @param {Reader} reader
 * @returns {HTMLElement[]}
 */
export function blocks(text, reader) {
  return parse(text).map((block) => {
    if (block.kind === 'pre') return h('pre', { tabindex: 0, 'data-lang': block.lang || null }, h('code', { text: block.text }));
    return h(block.kind === 'quote' ? 'blockquote' : 'p', null, ...nodes(block.nodes, reader));
  });
}

/**
 * @param {Inline[]} list
 * @param {Reader} reader
 * @returns {(HTMLElement|string)[]}
 */
function nodes(list, reader) {
  return list.flatMap((node) => {
    switch (node.kind) {
      case 'bold':
        return h('strong', null, ...nodes(node.nodes, reader));
      case 'italic':
        return h('em', null, ...nodes(node.nodes, reader));
      case 'code':
        return h('code', { text: node.text });
      case 'mention':
        return h('span', { class: fold(node.text.slice(1)) === fold(reader.me) ? 'mention me' : 'mention', text: node.text });
      case 'room':
        return h('a', { class: 'room-ref', href: roomHref(node.room, node.seq), text: node.text });
      case 'link':
        return h('a', { href: node.href, target: '_blank', rel: 'noopener noreferrer nofollow', text: node.text });
      default:
        return marked(node.text, reader.words ?? []);
    }
  });
}

/** @param {string} text @param {string[]} words */
export function marked(text, words) {
  if (!words.length) return [text];
  return highlight(text, words).map((part) => (part.hit ? h('mark', { text: part.text }) : part.text));
}

/** @param {string} room @param {number|null} [seq] */
export function roomHref(room, seq) {
  const name = room.startsWith('#') ? room.slice(1) : room;
  return '#' + encodeURIComponent(name).replace(/^%40/, '@') + (seq ? '/' + seq : '');
}

/**
 * `#general`, `#general/12`, `#@bob`: a room and perhaps a number.
 * @param {string} hash
 * @returns {{label: string, seq: number|null}|null}
 */
export function readHash(hash) {
  const found = /^#([^=/]+)(?:\/(\d{1,15}))?$/.exec(hash);
  if (!found) return null;
  try {
    const name = decodeURIComponent(found[1]);
    return { label: name.startsWith('@') || name.startsWith('#') ? name : '#' + name, seq: found[2] ? Number(found[2]) : null };
  } catch {
    return null;
  }
}

