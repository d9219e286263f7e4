// One dialog at a time: the browser's own, which keeps the focus inside and closes with Escape.

import { h, iconButton } from './dom.js';
import { t } from './words.js';

/** @type {HTMLDialogElement|null} */
let open = null;

/**
 * @param {string} title
 * @param {string} test
 * @param {...(Node|string|null|false)} content
 * @returns {HTMLDialogElement}
 */
export function dialog(title, test, ...content) {
  open?.close();
  const box = h('dialog', { 'aria-labelledby': 'dialog-title', test, class: test },
    h('header', null, h('h2', { id: 'dialog-title', text: title }), iconButton('close', t('close'), { test: 'close', onclick: () => box.close() })),
    h('div', { class: 'content' }, ...content.filter((one) => one !== null && one !== false)));
  const from = document.activeElement;
  box.addEventListener('close', () => {
    box.remove();
    if (open === box) open = null;
    if (open || !(from instanceof HTMLElement) || !from.isConnected) return;
    // The browser gives the focus back without the caret (Chromium does), and then nothing can be typed: so once more, from the start.
    from.blur();
    from.focus();
  });
  box.addEventListener('click', (e) => e.target === box && box.close());
  document.body.append(box);
  open = box;
  box.showModal();
  return box;
}

export function closeDialog() {
  open?.close();
}

export function dialogOpen() {
  return open !== null;
}

/**
 * A field with its label.
 * @param {string} label
 * @param {Props} props
 */
export function field(label, props) {
  const input = h('input', { autocomplete: 'off', ...props });
  return { input, el: h('label', { class: 'field' }, h('span', { text: label }), input) };
}

/** @param {string} text @param {Props} props */
export function button(text, props) {
  return h('button', { type: 'button', class: 'button', ...props, text });
}
