// What the sections of the operators' view are made of: forms that say what came of them, rows that open, words to hand out.

import { w } from './admin-words.js';
import { button, field } from './dialog.js';
import { avatar, fill, h } from './dom.js';
import { getLang } from './words.js';

/**
 * What every section is given. `ask` tells a refusal by itself; `say` tells what was done.
 * @typedef {{store: Store, ask: (msg: Msg) => Promise<Msg|null>, say: (text: string, refused?: boolean) => void, leave: (label: string) => void}} Ctx
 */
/** @typedef {{el: HTMLElement, stop?: () => void}} Section */
/** @typedef {{el: HTMLElement, input: HTMLInputElement|HTMLSelectElement}} Field */

export const SERVER = '#server';
const SECONDS = { hour: 3_600, day: 86_400 };
/** How long something may hold. @type {[string, number][]} */
const SPANS = [['span_10m', 600], ['span_hour', SECONDS.hour], ['span_day', SECONDS.day], ['span_week', 7 * SECONDS.day], ['span_month', 30 * SECONDS.day]];

/** @param {string} iso */
export function shortMoment(iso) {
  return new Date(iso).toLocaleString(getLang(), { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
}

/** @param {number} n */
export function number(n) {
  return n.toLocaleString(getLang());
}

/**
 * A choice with its label.
 * @param {string} label @param {[string, string][]} options @param {Props & {value?: string}} [props]
 */
export function choice(label, options, { value = '', ...props } = {}) {
  const input = h('select', props, ...options.map(([key, text]) => h('option', { value: key, selected: key === value, text })));
  return { input, el: h('label', { class: 'field' }, h('span', { text: label }), input) };
}

/** @param {string} test @param {boolean} open whether it may hold until it is lifted @param {number} [usual] */
export function spanChoice(test, open, usual = SECONDS.day) {
  const spans = SPANS.map(([key, seconds]) => /** @type {[string, string]} */ ([String(seconds), w(key)]));
  return choice(w('how_long'), open ? [['', w('until_lifted')], ...spans] : spans, { test, value: open ? '' : String(usual) });
}

/** Why, in a line. @param {string} test */
export function whyField(test) {
  return field(w('why'), { test, maxlength: 200 });
}

/**
 * A form; while it is sent its button rests.
 * @param {{test: string, text: string, danger?: boolean, name?: string}} about
 * @param {(HTMLElement|null)[]} parts
 * @param {(form: HTMLFormElement) => Promise<void>|void} send
 */
export function form(about, parts, send) {
  const submit = h('button', { class: about.danger ? 'button danger' : 'button', test: about.test, text: about.text });
  const el = h('form', { class: 'row', 'aria-label': about.name ?? about.text, onsubmit: async (/** @type {Event} */ e) => {
    e.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    try {
      await send(el);
    } finally {
      submit.disabled = false;
    }
  } }, ...parts, submit);
  return el;
}

/** A part of a section under its heading. @param {string} title @param {...(Node|null)} children */
export function part(title, ...children) {
  return h('section', { class: 'part' }, h('h3', { text: title }), ...children);
}

let panels = 0;

/**
 * A row of a list that opens to show what can be done; what is inside is made when it first opens.
 * @param {{test: string, icon: HTMLElement|null, title: string, small: string, end?: Node|null}} about
 * @param {(panel: HTMLElement) => void} inside
 */
export function openRow(about, inside) {
  const panel = h('div', { class: 'panel', id: `operate-panel-${++panels}`, hidden: true });
  const head = h('button', { type: 'button', class: 'choice', test: about.test, 'aria-expanded': 'false', 'aria-controls': panel.id, onclick: () => {
    if (!panel.firstChild) inside(panel);
    panel.hidden = !panel.hidden;
    head.setAttribute('aria-expanded', String(!panel.hidden));
  } }, about.icon, h('span', { class: 'who' }, h('strong', { text: about.title }), h('small', { text: about.small })), about.end);
  return { head, panel, el: h('li', null, head, panel) };
}

/** @param {string} name @param {string} id */
export function face(name, id) {
  return avatar(name, id);
}

/**
 * A secret word to hand out: it is shown once, so it can be copied.
 * @param {HTMLElement} into @param {Msg} code @param {string} hint @param {string} link
 */
export function showCode(into, code, hint, link) {
  const copied = h('span', { role: 'status', class: 'hint' });
  const copy = (/** @type {string} */ text, /** @type {string} */ label, /** @type {string} */ test) => button(label, { test, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      copied.textContent = w('copied');
    } catch {
      copied.textContent = w('cannot_copy');
    }
  } });
  fill(into, h('div', { class: 'code', role: 'group', 'aria-label': hint, test: 'code' }, h('p', { text: hint }), h('pre', { tabindex: 0, test: 'code-word', text: code.code }), h('pre', { tabindex: 0, test: 'code-link', text: link }),
    h('p', { class: 'hint', text: w('shown_once', { at: shortMoment(code.until) }) }), h('div', { class: 'buttons' }, copied, copy(code.code, w('copy_word'), 'copy-word'), copy(link, w('copy_link'), 'copy-link'))));
}
