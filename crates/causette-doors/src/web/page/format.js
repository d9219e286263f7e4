// What people write, read as simple formatting: **bold**, *italic*, `code`, fenced blocks, > quotes, links, @names, #rooms and #room/12.
//
// Pure: text in, a tree out. It makes no HTML; `render.js` turns the tree into elements with `textContent` only. Everything stays readable as plain text, which
// is what people at a terminal see. One pass, with bounded nesting, so no text makes it slow.

const DEPTH = 3;
const LETTER = /[\p{L}\p{N}\p{M}_]/u;
const URL_END = /[\s<>"`]/;

/**
 * @param {string} text
 * @returns {Block[]}
 */
export function parse(text) {
  if (looksLikeCode(text)) return [{ kind: 'pre', text, lang: '' }];
  /** @type {Block[]} */
  const blocks = [];
  /** @type {string[]} */
  let lines = [];
  let quoted = false;
  const flush = () => {
    if (lines.length) blocks.push({ kind: quoted ? 'quote' : 'p', nodes: inline(lines.join('\n')) });
    lines = [];
  };
  const all = text.split('\n');
  for (let i = 0; i < all.length; i++) {
    const line = all[i];
    const fence = /^\s{0,3}```\s*([\w+#.-]{0,20})\s*$/.exec(line);
    const end = fence ? closing(all, i + 1) : -1;
    if (fence && end >= 0) {
      flush();
      blocks.push({ kind: 'pre', text: all.slice(i + 1, end).join('\n'), lang: fence[1] });
      i = end;
      continue;
    }
    const isQuote = line.startsWith('> ') || line === '>';
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    lines.push(isQuote ? line.slice(2) : line);
  }
  flush();
  return blocks.filter((block, i) => block.kind !== 'p' || !blank(block.nodes) || blocks.length === 1 || (i > 0 && i < blocks.length - 1 && blocks[i - 1].kind === 'p'));
}

/**
 * Lines that are set in, as programs and tables are: what came from a terminal between two lines of ``` has no marks of its own. A list that is set in is none, nor is a
 * long paragraph.
 * @param {string} text
 */
export function looksLikeCode(text) {
  const lines = text.split('\n');
  if (lines.length < 2 || text.includes('```') || lines.some((line) => line.length > 160 || /^> |^\s*([-*•]|\d+[.)]) /.test(line))) return false;
  return lines.some((line) => /^(\t| {2,})\S/.test(line));
}

/** @param {Inline[]} nodes */
function blank(nodes) {
  return nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
}

/** @param {string[]} lines @param {number} from */
function closing(lines, from) {
  for (let i = from; i < lines.length; i++) if (/^\s{0,3}```\s*$/.test(lines[i])) return i;
  return -1;
}

/**
 * @param {string} text
 * @param {number} [depth]
 * @returns {Inline[]}
 */
export function inline(text, depth = 0) {
  /** @type {Inline[]} */
  const out = [];
  let plain = 0;
  let i = 0;
  /** Marks that were sought and not found: not sought again, so that the time stays linear. @type {Set<string>} */
  const missing = new Set();
  /** @param {Inline} node @param {number} from @param {number} to */
  const put = (node, from, to) => {
    if (from > plain) out.push({ kind: 'text', text: text.slice(plain, from) });
    out.push(node);
    plain = i = to;
  };
  while (i < text.length) {
    const c = text[i];
    const before = i > 0 ? text[i - 1] : ' ';
    if (c === '`' || c === '*' || c === '_') {
      const found = marked(text, i, before, depth, missing);
      if (found) put(found.node, i, found.end);
      else i = skip(text, i);
    } else if (c === 'h' && !LETTER.test(before) && /^https?:\/\/[^\s]/.test(text.slice(i, i + 9))) {
      const end = urlEnd(text, i);
      const href = text.slice(i, end);
      if (safeUrl(href)) put({ kind: 'link', text: href, href }, i, end);
      else i = end;
    } else if ((c === '@' || c === '#') && !LETTER.test(before) && before !== '/' && before !== '&') {
      const found = c === '@' ? mention(text, i) : roomRef(text, i);
      if (found) put(found.node, i, found.end);
      else i++;
    } else i++;
  }
  if (plain < text.length) out.push({ kind: 'text', text: text.slice(plain) });
  return out;
}

/**
 * `code`, **bold**, *italic*, _italic_: opened before a letter, closed after one.
 * @param {string} text @param {number} i @param {string} before @param {number} depth @param {Set<string>} missing
 * @returns {{node: Inline, end: number}|null}
 */
function marked(text, i, before, depth, missing) {
  const c = text[i];
  const sign = c === '*' && text[i + 1] === '*' ? '**' : c;
  const from = i + sign.length;
  if (missing.has(sign) || from >= text.length) return null;
  if (c === '`') {
    const end = text.indexOf('`', from);
    if (end < 0) missing.add(sign);
    return end > from && !text.slice(from, end).includes('\n') ? { node: { kind: 'code', text: text.slice(from, end) }, end: end + 1 } : null;
  }
  if (depth >= DEPTH || /\s/.test(text[from]) || text[from] === c || (c === '_' && LETTER.test(before))) return null;
  for (let end = text.indexOf(sign, from + 1); end >= 0; end = text.indexOf(sign, end + 1)) {
    const after = text[end + sign.length] ?? ' ';
    if (sign === '*' && (after === '*' || text[end - 1] === '*')) continue;
    if (/\s/.test(text[end - 1]) || (c === '_' && LETTER.test(after))) continue;
    const nodes = inline(text.slice(from, end), depth + 1);
    return { node: { kind: sign === '**' ? 'bold' : 'italic', nodes }, end: end + sign.length };
  }
  missing.add(sign);
  return null;
}

/** Past a run of the same sign. @param {string} text @param {number} i */
function skip(text, i) {
  const c = text[i];
  while (text[i] === c) i++;
  return i;
}

/** @param {string} text @param {number} i */
function urlEnd(text, i) {
  let end = i;
  while (end < text.length && !URL_END.test(text[end])) end++;
  // A full stop or a bracket after it is the sentence's, unless the bracket was opened inside.
  while (end > i && /[.,;:!?'»)\]*_]/.test(text[end - 1])) {
    if (text[end - 1] === ')' && text.slice(i, end).includes('(')) break;
    end--;
  }
  return end;
}

/**
 * Only what a browser opens as a page, and whose address can be read.
 * @param {string} href
 */
export function safeUrl(href) {
  try {
    const url = new URL(href);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

/** @param {string} text @param {number} i @returns {{node: Inline, end: number}|null} */
function mention(text, i) {
  const found = /^@[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,19}/u.exec(text.slice(i, i + 48));
  return found ? { node: { kind: 'mention', text: found[0] }, end: i + found[0].length } : null;
}

/** @param {string} text @param {number} i @returns {{node: Inline, end: number}|null} */
function roomRef(text, i) {
  const found = /^#([\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,39})(?:\/(\d{1,15}))?/u.exec(text.slice(i, i + 120));
  if (!found || /^\d+$/.test(found[1])) return null;
  return { node: { kind: 'room', text: found[0], room: '#' + found[1], seq: found[2] ? Number(found[2]) : null }, end: i + found[0].length };
}

/**
 * Who a text speaks to: `@name` anywhere, and `name:` or `name,` at its beginning (the server's own rule).
 * @param {string} text
 * @param {string} name
 */
export function mentions(text, name) {
  const want = fold(name);
  if (!want) return false;
  const first = /^([^\s:,@][^\s:,]*)(?:,|[ \u{a0}\u{202f}]*:)(?:\s|$)/u.exec(text.slice(0, 100));
  if (first && fold(first[1]) === want) return true;
  return inline(text).some(function speaks(/** @type {Inline} */ node) {
    if (node.kind === 'mention') return fold(node.text.slice(1)) === want;
    return 'nodes' in node && node.nodes.some(speaks);
  });
}

/** Without case and accents, for comparing. @param {string} text */
export function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * Where the words of a search stand in a text, without case and accents.
 * @param {string} text
 * @param {string[]} words folded
 * @returns {{text: string, hit: boolean}[]}
 */
export function highlight(text, words) {
  const chars = [...text];
  /** For each folded letter, which of the text's it came from. @type {number[]} */
  const from = [];
  let folded = '';
  chars.forEach((c, i) => {
    for (const f of fold(c)) {
      folded += f;
      for (let n = 0; n < f.length; n++) from.push(i);
    }
  });
  const hit = new Uint8Array(chars.length);
  for (const word of words.filter(Boolean)) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      for (let k = at; k < at + word.length; k++) hit[from[k]] = 1;
    }
  }
  /** @type {{text: string, hit: boolean}[]} */
  const out = [];
  chars.forEach((c, i) => {
    const last = out.at(-1);
    if (last && last.hit === Boolean(hit[i])) last.text += c;
    else out.push({ text: c, hit: Boolean(hit[i]) });
  });
  return out;
}
