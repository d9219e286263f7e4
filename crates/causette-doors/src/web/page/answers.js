// What the server or the page says to me alone: short notes that go by themselves, and answers that stay until they are closed.

import { dialog } from './dialog.js';
import { h, iconButton } from './dom.js';
import { moment, t } from './words.js';

const NOTE_MS = 9_000;

export class Notes {
  /** @param {Store} store */
  constructor(store) {
    this.el = h('div', { class: 'notes', role: 'status', 'aria-live': 'polite', test: 'notes' });
    store.on('note', (note) => this.add(note.key ? t(note.key, note.vars) : note.text, note.kind, note.act));
  }

  /** @param {string} text @param {string} [kind] @param {{text: string, run: () => void}} [act] */
  add(text, kind = '', act) {
    const note = h('div', { class: 'note ' + kind, test: 'note' }, h('span', { text }), act ? h('button', { type: 'button', class: 'link', onclick: () => { note.remove(); act.run(); }, text: act.text }) : null, iconButton('close', t('close'), { onclick: () => note.remove() }));
    while (this.el.children.length > 3) this.el.firstElementChild?.remove();
    this.el.append(note);
    if (!act) setTimeout(() => note.remove(), NOTE_MS + text.length * 40);
  }
}

/**
 * The answer to a command, in words.
 * @param {Msg} answer
 * @param {(text: string) => void} note
 */
export function answered(answer, note) {
  switch (answer.type) {
    case 'ok': case 'joined': case 'left': case 'lost': case 'refused': case 'welcome':
      return;
    case 'members':
      return note(t('in_room', { room: answer.room, n: answer.count, names: answer.members.map((/** @type {Msg} */ m) => m.name).join(', ') }));
    case 'person':
      return note(`${answer.name}: ${answer.here ? (answer.away ? t('away') + ', ' + answer.away : t('is_here')) : t('not_here')} · ${answer.guest ? t('guest') : t('account')}`);
    case 'away_set':
      return note(answer.text === null ? t('you_are_back') : t('you_are_away', { text: answer.text }));
    case 'ignoring':
      return note(t(answer.on ? 'ignoring' : 'not_ignoring', { name: answer.name }));
    case 'code':
      return void dialog(t('code_' + answer.kind), 'word-dialog', h('pre', { tabindex: 0, text: answer.code }), h('p', { text: t('until', { at: moment(new Date(answer.until)) }) }));
    case 'token':
      return void dialog(t('token', { label: answer.label }), 'word-dialog', h('p', { text: t('token_hint') }), h('pre', { tabindex: 0, test: 'token', text: answer.token }), h('p', { text: t('until', { at: moment(new Date(answer.until)) }) }));
    case 'tokens':
      return note(answer.tokens.map((/** @type {Msg} */ one) => `${one.number}: ${one.label}, ${one.scope}`).join(' · ') || t('no_tokens'));
    case 'sessions':
      return note(answer.sessions.map((/** @type {Msg} */ s) => `${s.session}: ${t('by_' + s.door)}${s.this ? ` (${t('this_one')})` : ''}`).join(' · '));
    default:
      return note(t('done'));
  }
}

/**
 * News that answers nothing and changes no room.
 * @param {Msg} msg
 * @param {Store} store
 * @param {(label: string) => void} open
 */
export function news(msg, store, open) {
  const say = (/** @type {string} */ text, kind = '', act = undefined) => store.emit('note', { text, kind, act });
  switch (msg.type) {
    case 'invitation':
      return store.emit('note', { text: t('invited_you', { name: msg.name, room: msg.room }), act: { text: t('join'), run: () => open(msg.room) } });
    case 'is_away':
      return say(t('is_away', { name: msg.name, text: msg.text }));
    case 'announced':
      return store.emit('note', { text: t('announced', { name: msg.from, text: msg.text }), kind: 'announced', act: { text: t('understood'), run: () => {} } });
    case 'aside':
      return say(t('aside', { name: msg.from, room: msg.room, text: msg.text }));
    case 'sent_off':
      return say(t('sent_off', { name: msg.from, why: msg.why ?? '' }), 'refused');
    case 'slowed': case 'refused': case 'unknown':
      return say(msg.text, 'refused');
    case 'online': case 'offline':
      return say(t('came_' + msg.type, { name: msg.name }));
    default:
  }
}

