// Elements without HTML text: every string becomes a text node or an attribute, never markup.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props|null} [props] attributes; `on…` are listeners, `text` is the content, `id` in tests is `test`
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') el.addEventListener(name.slice(2), value);
    else if (name === 'text') el.textContent = String(value);
    else if (name === 'test') el.dataset.testid = String(value);
    else el.setAttribute(name, value === true ? '' : String(value));
  }
  el.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return el;
}

/** @param {Element} el @param {...Child} children */
export function fill(el, ...children) {
  el.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

/**
 * A list drawn anew, where rows that are as they were stay the same elements: what has the focus there keeps it, and a click that was begun ends on what it began on.
 * Rows are told apart by their test ids.
 * @param {Element} el @param {...(HTMLElement|null)} rows
 */
export function redraw(el, ...rows) {
  const idOf = (/** @type {Element|null|undefined} */ one) => (one?.matches('[data-testid]') ? one : one?.querySelector('[data-testid]'))?.getAttribute('data-testid') ?? '';
  const had = new Map([...el.children].map((row) => [idOf(row), row]));
  const focus = el.contains(document.activeElement) ? document.activeElement : null;
  const row = [...el.children].find((one) => one.contains(focus));
  const next = rows.filter((one) => one !== null).map((one) => {
    const old = had.get(idOf(one));
    return old?.isEqualNode(one) ? old : one;
  });
  for (const old of [...el.children]) if (!next.includes(old)) old.remove();
  let at = el.firstChild;
  for (const one of next) {
    if (at === one) at = at.nextSibling;
    else el.insertBefore(one, at);
  }
  // The row with the focus is another element now, or was moved.
  if (focus && document.activeElement !== focus && row) {
    const again = next.find((one) => idOf(one) === idOf(row))?.querySelector(focus.tagName);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }
}

/** Drawings of our own, on a grid of 24. @type {Record<string, string>} */
const PATHS = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3.200 2.600 3.500 5.500',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13ZM15.500 15.500 20 20',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12 20 4l-5 16-3.500-6.500L4 12ZM11.500 13.500 20 4',
  gear: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3M15 5v4M9 10v4M15 15v4',
  shield: 'M12 3.500 5 6v5.500c0 4.300 2.800 7.300 7 9 4.200-1.700 7-4.700 7-9V6l-7-2.500ZM9 12l2.200 2.200L15 10.300',
  close: 'M6 6l12 12M18 6 6 18',
  reply: 'M10 6 4 12l6 6M4 12h9c4 0 6 2 7 6',
  edit: 'M4 20l1-4L16 5l3 3L8 19l-4 1ZM14 7l3 3',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.500 14.500c1.800 2.300 5.200 2.300 7 0M9 9.500v.5M15 9.500v.5',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1',
  down: 'M6 9l6 6 6-6',
  up: 'M6 15l6-6 6 6',
  help: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z',
};

/** @param {string} name */
export function icon(name) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(ns, 'path');
  path.setAttribute('d', PATHS[name] ?? '');
  svg.append(path);
  return svg;
}

/**
 * A button that is only a drawing, with its name for whoever cannot see it.
 * @param {string} name
 * @param {string} label
 * @param {Props} props
 */
export function iconButton(name, label, props) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, ...props }, icon(name));
}

/** @type {Set<() => void>} */
const waiting = new Set();

/** Draws once, however often it is asked before the next frame; a hidden page has no frames, hence the clock. @param {() => void} draw */
export function soon(draw) {
  if (waiting.size === 0) {
    let ran = false;
    const run = () => {
      if (ran) return;
      ran = true;
      const all = [...waiting];
      waiting.clear();
      for (const one of all) one();
    };
    requestAnimationFrame(run);
    setTimeout(run, 150);
  }
  waiting.add(draw);
}

/** One of twelve colours, always the same for the same somebody. @param {string} id */
export function hue(id) {
  let sum = 0;
  for (const c of id) sum = (sum * 31 + c.charCodeAt(0)) >>> 0;
  return 'hue-' + (sum % 12);
}

/** @param {string} name */
export function avatar(name, id = name) {
  return h('span', { class: 'avatar ' + hue(id), 'aria-hidden': 'true', text: [...name][0]?.toUpperCase() ?? '?' });
}
