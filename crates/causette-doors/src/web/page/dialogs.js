// Rooms to enter, people to write to, help, what to delete, how to react, somebody's card.

import { COMMANDS } from './commands.js';
import { button, closeDialog, dialog, field } from './dialog.js';
import { avatar, fill, h } from './dom.js';
import { modeWords } from './line.js';
import { getLang, moment, t } from './words.js';

/** Marks that are one click away; any other can be typed. */
const MARKS = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '+1'];

/** @param {string} what @param {string} arg @param {Tools} tools */
export function showDialog(what, arg, tools) {
  if (what === 'rooms') void roomsDialog(tools);
  else if (what === 'people') void peopleDialog(tools);
  else if (what === 'person') void personDialog(tools, arg);
  else if (what === 'about') void aboutDialog(tools, arg || tools.room?.label || '');
  else if (what === 'make') makeDialog(tools, arg);
  else if (what === 'delete') deleteDialog(tools, Number(arg));
  else if (what === 'react') reactDialog(tools, Number(arg));
  else helpDialog();
}

/** @param {Tools} tools */
async function roomsDialog(tools) {
  const name = field(t('room_name'), { test: 'join-name', maxlength: 40, placeholder: '#' + t('room_example') });
  const key = field(t('room_key'), { test: 'join-key', type: 'password', maxlength: 64 });
  const list = h('ul', { class: 'list', test: 'room-list' }, h('li', { class: 'none', text: t('loading') }));
  const enter = (/** @type {string} */ label) => {
    closeDialog();
    tools.open(label.startsWith('#') ? label : '#' + label, key.input.value);
  };
  const form = h('form', { class: 'row', onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); if (name.input.value.trim()) enter(name.input.value.trim()); } },
    name.el, h('button', { class: 'button primary', test: 'join-submit', text: t('join_or_make') }), h('details', null, h('summary', { text: t('has_key') }), key.el));
  const invited = h('ul', { class: 'list', test: 'invited-list' });
  const invitedTo = h('h3', { hidden: true, text: t('invited_rooms') });
  dialog(t('join_room'), 'rooms-dialog', form, invitedTo, invited, h('h3', { text: t('public_rooms') }), list);
  name.input.focus();
  void tools.actions.link.ask({ type: 'invitations' }).then(({ rooms = [] }) => {
    invitedTo.hidden = invited.hidden = rooms.length === 0;
    fill(invited, ...rooms.map((/** @type {Msg} */ room) => h('li', null, h('button', { type: 'button', class: 'choice', test: 'invited-' + room.room, onclick: () => enter(room.room) }, h('strong', { text: room.room })))));
  });
  const answer = await tools.actions.ask({ type: 'rooms' });
  if (answer.type !== 'rooms') return;
  fill(list, ...answer.rooms.map((/** @type {Msg} */ room) =>
    h('li', null, h('button', { type: 'button', class: 'choice', test: 'join-' + room.room, onclick: () => enter(room.room) },
      h('span', { class: 'who' }, h('strong', { text: room.room }), room.topic ? h('small', { text: room.topic }) : null),
      h('small', { text: t('present', { n: room.present }) })))),
    answer.rooms.length ? null : h('li', { class: 'none', text: t('no_rooms') }));
}

/** What a room is set to; its topic, for whoever may set it. @param {Tools} tools @param {string} label */
async function aboutDialog(tools, label) {
  const { actions, store } = tools;
  const about = await actions.ask({ type: 'about', room: label });
  if (about.type !== 'about') return;
  const names = (/** @type {Msg[]} */ list) => list.map((one) => one.name ?? one.mask).join(', ');
  const rows = [[t('modes'), Object.entries(about.modes).map(([mode, value]) => modeWords(mode, value)).join(', ')],
    [t('roles'), about.roles.map((/** @type {Msg} */ one) => `${one.name} (${t('role_' + one.role)})`).join(', ')], [t('banned'), names(about.bans)], [t('muted'), names(about.mutes)], [t('made'), about.made ? moment(new Date(about.made)) : '']];
  const room = store.labelled(about.room);
  const topic = field(t('topic'), { test: 'topic-text', maxlength: store.limits.topic ?? 400, value: about.topic ?? '' });
  const set = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const answer = await actions.ask({ type: 'topic', room: about.room, text: topic.input.value.trim() });
    if (answer.type === 'ok') closeDialog();
  };
  dialog(about.room, 'about-dialog',
    room?.joined ? h('form', { class: 'row', onsubmit: set }, topic.el, h('button', { class: 'button', test: 'topic-submit', text: t('change') })) : about.topic ? h('p', { text: about.topic }) : null,
    h('dl', { class: 'facts' }, ...rows.filter(([, value]) => value).flatMap(([what, value]) => [h('dt', { text: what }), h('dd', { text: value })])),
    h('div', { class: 'buttons' },
      room?.joined && room.label !== '#general' ? button(t('leave_room', { room: room.label }), { class: 'button danger', test: 'leave', onclick: () => { closeDialog(); tools.leave(room); } }) : null,
      room?.joined ? null : button(t('join'), { class: 'button primary', onclick: () => { closeDialog(); tools.open(about.room); } })));
}

/** A link to a room that does not exist, or is hidden. @param {Tools} tools @param {string} label */
function makeDialog(tools, label) {
  dialog(t('no_room', { room: label }), 'make-dialog', h('p', { text: t('no_room_hint') }), h('p', { class: 'hint', text: t('make_hint') }),
    h('div', { class: 'buttons' }, button(t('cancel'), { test: 'make-cancel', onclick: closeDialog }), button(t('make_room', { room: label }), { class: 'button primary', test: 'make', onclick: () => { closeDialog(); tools.open(label); } })));
}

/** @param {Tools} tools */
async function peopleDialog(tools) {
  const name = field(t('name'), { test: 'write-name', maxlength: 20 });
  const list = h('ul', { class: 'list' });
  const write = (/** @type {string} */ who) => {
    closeDialog();
    tools.open('@' + who.replace(/^@/, ''));
  };
  dialog(t('write_to'), 'people-dialog',
    h('form', { class: 'row', onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); if (name.input.value.trim()) write(name.input.value.trim()); } }, name.el, h('button', { class: 'button primary', test: 'write-submit', text: t('write') })),
    list);
  name.input.focus();
  const answer = await tools.actions.ask({ type: 'find' });
  if (answer.type !== 'people') return;
  const others = answer.people.filter((/** @type {Msg} */ one) => one.id !== tools.store.me.id);
  fill(list, ...others.map((/** @type {Msg} */ one) =>
    h('li', null, h('button', { type: 'button', class: 'choice', onclick: () => write(one.name) }, avatar(one.name, one.id), h('span', { class: 'who' }, h('strong', { text: one.name }), one.away ? h('small', { text: t('away') + ': ' + one.away }) : null)))));
}

function helpDialog() {
  const keys = [['Enter', 'key_send'], ['Shift+Enter', 'key_newline'], ['↑', 'key_edit_last'], ['Alt+↑ / Alt+↓', 'key_rooms'], ['Alt+Shift+↓', 'key_unread'], ['Ctrl+K', 'key_search'], ['Ctrl+J', 'key_join'], ['PageUp / PageDown', 'key_scroll'], ['Shift+PageUp', 'key_new'],
    ['Esc', 'key_escape'], ['?', 'key_help']];
  const line = [['↑ / ↓', 'key_lines'], ['R', 'key_reply'], ['E', 'key_edit'], ['X', 'key_delete'], ['+', 'key_react'], ['C', 'key_copy'], ['P', 'key_who']];
  const table = (/** @type {string[][]} */ rows) => h('dl', { class: 'keys' }, ...rows.flatMap(([key, what]) => [h('dt', null, h('kbd', { text: key })), h('dd', { text: t(what) })]));
  const fr = getLang() === 'fr';
  dialog(t('help'), 'help-dialog',
    h('h3', { text: t('help_keys') }), table(keys), h('h3', { text: t('help_line_keys') }), table(line),
    h('h3', { text: t('help_format') }), h('pre', { tabindex: 0, text: t('help_format_text') }),
    h('h3', { text: t('help_commands') }), h('dl', { class: 'keys commands' }, ...COMMANDS.flatMap((one) => [h('dt', null, h('code', { text: '/' + (fr ? one.fr : one.name) })), h('dd', { text: t('cmd_' + one.name) })])));
}

/** @param {Tools} tools @param {number} seq */
function deleteDialog(tools, seq) {
  const room = tools.room;
  if (!room) return;
  const text = room.log.edits.get(seq)?.text ?? room.log.facts.get(seq)?.text ?? '';
  const why = field(t('why_optional'), { test: 'delete-why', maxlength: 200 });
  const gone = (/** @type {Event} */ e) => {
    e.preventDefault();
    closeDialog();
    void tools.actions.remove(room, seq, why.input.value.trim());
  };
  dialog(t('delete_n', { n: seq }), 'delete-dialog', h('blockquote', { text: text.slice(0, 200) }), h('p', { text: t('delete_warning') }),
    h('form', { class: 'row', onsubmit: gone }, why.el, h('div', { class: 'buttons' }, button(t('cancel'), { onclick: closeDialog }), h('button', { class: 'button danger', test: 'delete-confirm', text: t('delete') }))));
  why.input.focus();
}

/** @param {Tools} tools @param {number} seq */
function reactDialog(tools, seq) {
  const room = tools.room;
  if (!room) return;
  const react = (/** @type {string} */ mark) => {
    closeDialog();
    void tools.actions.react(room, seq, mark);
  };
  const other = field(t('other_mark'), { test: 'react-other', maxlength: 16 });
  const chip = (/** @type {string} */ mark, title = '') => h('button', { type: 'button', class: 'mark-chip', test: 'react-' + mark, title: title || null, onclick: () => react(mark), text: mark });
  const more = h('div', { class: 'marks big all' });
  const open = async () => {
    if (more.firstChild) return;
    const { EMOJI } = await import('./emoji.js');
    fill(more, ...EMOJI.filter(([mark]) => !MARKS.includes(mark)).map(([mark, en, fr]) => chip(mark, getLang() === 'fr' ? fr : en.replace('_', ' '))));
  };
  dialog(t('react_to', { n: seq }), 'react-dialog', h('div', { class: 'marks big' }, ...MARKS.map((mark) => chip(mark))), h('details', { ontoggle: open }, h('summary', { test: 'react-more', text: t('more_marks') }), more),
    h('form', { class: 'row', onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); if (other.input.value.trim()) react(other.input.value.trim()); } }, other.el, h('button', { class: 'button', text: t('react') })));
}

/** @param {Tools} tools @param {string} name */
async function personDialog(tools, name) {
  const who = await tools.actions.ask({ type: 'whois', name });
  if (who.type !== 'person') return;
  const self = who.id === tools.store.me.id;
  const rows = [[t('state'), !who.here ? t('not_here') : who.away ? t('away') + ': ' + who.away : t('is_here')], [t('account'), who.guest ? t('guest') : who.account ?? who.name], who.rank ? [t('rank'), t('role_' + who.rank)] : null,
    who.real ? [t('real_name'), who.real] : null, [t('since'), moment(new Date(who.since))], [t('rooms'), who.rooms.map((/** @type {Msg} */ room) => room.room + (room.role ? ` (${t('role_' + room.role)})` : '')).join(', ') || '–'],
    ...Object.entries(who.profile ?? {})].filter((row) => row !== null);
  dialog(who.name, 'person-dialog', h('dl', { class: 'facts' }, ...rows.flatMap(([what, value]) => [h('dt', { text: what }), h('dd', { text: String(value) })])),
    h('div', { class: 'buttons' },
      self ? null : button(t('ignore'), { test: 'ignore', onclick: () => { closeDialog(); void tools.ask({ type: 'ignore', name: who.name }); } }),
      button(t(self ? 'notes_to_self' : 'write'), { class: 'button primary', test: 'write-direct', onclick: () => { closeDialog(); tools.open('@' + who.name); } })));
}
