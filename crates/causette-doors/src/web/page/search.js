// Searching what was said: in the open room or in all of mine, with the words marked.

import { dialog } from './dialog.js';
import { avatar, fill, h } from './dom.js';
import { fold } from './format.js';
import { oneLine } from './line.js';
import { marked, roomHref } from './render.js';
import { moment, t } from './words.js';

/** @param {Tools} tools @param {string} [text] */
export function searchDialog(tools, text = '') {
  const room = tools.room;
  const input = h('input', { type: 'search', test: 'search-text', 'aria-label': t('search'), placeholder: t('search_hint'), value: text, maxlength: 200 });
  const here = h('input', { type: 'checkbox', test: 'search-here' });
  const state = h('p', { class: 'hint', role: 'status', test: 'search-state' });
  const list = h('ul', { class: 'list hits', test: 'search-results' });
  let turn = 0;
  const find = async () => {
    const mine = ++turn;
    const { words, from } = query(input.value);
    fill(list);
    state.textContent = '';
    if (!words && !from) return;
    state.textContent = t('searching');
    const ask = { type: 'search', limit: 50, ...(words ? { text: words } : {}), ...(from ? { from } : {}), ...(here.checked && room ? { room: room.label } : {}) };
    const answer = await tools.actions.link.ask(ask);
    if (mine !== turn) return;
    state.textContent = answer.type === 'found' ? t('found', { n: answer.facts.length }) + (answer.more ? ' ' + t('found_more') : '') : answer.text ?? t('not_connected');
    const marks = fold(words).split(/\s+/).filter(Boolean);
    fill(list, ...(answer.facts ?? []).map((/** @type {Msg} */ fact) => hit(fact, marks)));
  };
  /** @param {Msg} fact @param {string[]} marks */
  const hit = (fact, marks) =>
    h('li', null, h('a', { class: 'choice', test: 'hit-' + fact.seq, href: roomHref(fact.room, fact.seq), onclick: () => box.close() }, avatar(fact.from, fact.from_id),
      h('span', { class: 'who' }, h('span', null, h('strong', { text: fact.from }), h('small', { text: ` ${fact.room} · n° ${fact.seq} · ${moment(new Date(fact.at))}` })), h('span', { class: 'hit' }, ...marked(around(fact.text ?? '', marks), marks)))));
  const form = h('form', { onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); void find(); } }, h('div', { class: 'row' }, input, h('button', { class: 'button primary', test: 'search-submit', text: t('search') })),
    room ? h('label', { class: 'check' }, here, h('span', { text: t('only_here', { room: room.label }) })) : null);
  const box = dialog(t('search'), 'search-dialog', form, state, list);
  input.focus();
  if (text) void find();
}

/** `from:bob` names who said it. @param {string} typed */
export function query(typed) {
  const from = /(?:^|\s)(?:from|de):@?(\S+)/i.exec(typed);
  return { words: (from ? typed.replace(from[0], ' ') : typed).trim(), from: from?.[1] ?? '' };
}

/** The part of a long text where the first word stands. @param {string} text @param {string[]} marks */
function around(text, marks) {
  const line = oneLine(text, 4000);
  const at = Math.max(0, fold(line).indexOf(marks[0] ?? ''));
  return at > 80 ? '…' + oneLine(line.slice(at - 60), 220) : oneLine(line, 240);
}
