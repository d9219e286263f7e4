// Who I am: a guest's name at once, signing in, registering, signing out, sessions, a word for another device.

import { button, closeDialog, dialog, field } from './dialog.js';
import { fill, h } from './dom.js';
import { keep } from './session.js';
import { moment, t } from './words.js';

/** @param {Door} door @param {'login'|'register'} [way] @param {string} [invitation] */
export function signInDialog(door, way = 'login', invitation = '') {
  const { api, tools } = door;
  const open = tools.store.session.registration;
  const making = way === 'register' && open !== 'closed';
  const name = field(t('name'), { test: 'sign-in-name', name: 'username', autocomplete: 'username', maxlength: 20, required: true, value: making && !tools.store.me.account ? keep.get('name') : '' });
  const password = field(t('password'), { test: 'sign-in-password', name: 'password', type: 'password', autocomplete: making ? 'new-password' : 'current-password', required: true, minlength: making ? tools.store.limits.password_min ?? 8 : 1 });
  const code = field(t('invitation'), { test: 'sign-in-invitation', value: invitation, required: open === 'invited' });
  const error = h('p', { class: 'error', role: 'alert', test: 'sign-in-error' });
  const send = h('button', { class: 'button primary', test: 'sign-in-submit', text: t(making ? 'register' : 'sign_in') });
  const submit = async (/** @type {Event} */ e) => {
    e.preventDefault();
    send.disabled = true;
    error.textContent = '';
    const who = { name: name.input.value.trim(), password: password.input.value };
    const why = making ? await api.call('POST', '/api/account', code.input.value.trim() ? { ...who, invitation: code.input.value.trim() } : who) : await api.call('POST', '/api/session', who);
    send.disabled = false;
    error.textContent = why;
    if (why) return password.input.focus();
    closeDialog();
    door.changed();
  };
  const tabs = open === 'closed' ? null : h('div', { class: 'tabs', role: 'group', 'aria-label': t('account') },
    button(t('sign_in'), { 'aria-pressed': String(!making), test: 'tab-sign-in', onclick: () => signInDialog(door, 'login') }), button(t('register'), { 'aria-pressed': String(making), test: 'tab-register', onclick: () => signInDialog(door, 'register', invitation) }));
  dialog(t(making ? 'register' : 'sign_in'), 'sign-in-dialog', tabs, h('p', { class: 'hint', text: t(making ? 'register_hint' : 'sign_in_hint') }),
    h('form', { onsubmit: submit }, name.el, password.el, making ? (open === 'invited' || invitation ? code.el : h('details', null, h('summary', { text: t('has_invitation') }), code.el)) : null, error, h('div', { class: 'buttons' }, send)));
  name.input.focus();
}

/** @param {Door} door */
export function accountDialog(door) {
  const { tools, api } = door;
  const { store, actions } = tools;
  const name = field(t('your_name'), { test: 'name', maxlength: 20, value: store.me.name, autocomplete: 'nickname' });
  const error = h('p', { class: 'error', role: 'alert', test: 'name-error' });
  const rename = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const answer = await actions.nick(name.input.value.trim(), true);
    error.textContent = answer.type === 'refused' ? answer.text : '';
    if (answer.type === 'named') closeDialog();
  };
  const away = field(t('away_text'), { test: 'away-text', maxlength: 200, value: store.away });
  const go = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const text = away.input.value.trim();
    await actions.ask({ type: 'away', ...(store.away ? {} : { text: text || t('away') }) });
    closeDialog();
  };
  const list = h('ul', { class: 'list', test: 'sessions' });
  const signOut = async () => {
    closeDialog();
    const why = await api.call('DELETE', '/api/session');
    if (why) return tools.note(why);
    store.session.name = null;
    door.changed();
  };
  dialog(t('you_are', { name: store.me.name }), 'account-dialog',
    h('form', { class: 'row', onsubmit: rename }, name.el, h('button', { class: 'button', test: 'name-submit', text: t('change') })), error,
    h('form', { class: 'row', onsubmit: go }, store.away ? h('p', { text: t('you_are_away', { text: store.away }) }) : away.el, h('button', { class: 'button', test: 'away', text: t(store.away ? 'come_back' : 'go_away') })),
    store.me.account
      ? h('section', null, h('h3', { text: t('sessions') }), list, h('div', { class: 'buttons' }, button(t('new_password'), { test: 'new-password', onclick: () => passwordDialog(door) }), button(t('other_device'), { test: 'link-word', onclick: () => word(tools) }), button(t('sign_out'), { class: 'button danger', test: 'sign-out', onclick: signOut })))
      : h('section', null, h('h3', { text: t('keep_name') }), h('p', { class: 'hint', text: t('guest_hint') }), h('div', { class: 'buttons' },
        store.session.registration === 'closed' ? null : button(t('register'), { test: 'register', onclick: () => signInDialog(door, 'register') }), button(t('sign_in'), { class: 'button primary', test: 'sign-in', onclick: () => signInDialog(door) }))));
  name.input.select();
  if (store.me.account) void sessions(tools, list);
}

/** @param {Tools} tools @param {HTMLElement} list */
async function sessions({ actions }, list) {
  const answer = await actions.ask({ type: 'sessions' });
  if (answer.type !== 'sessions') return;
  fill(list, ...answer.sessions.map((/** @type {Msg} */ one) => {
    const row = h('li', { class: 'choice' }, h('span', { class: 'who' }, h('strong', { text: t('by_' + one.door) + (one.this ? ` (${t('this_one')})` : '') }), h('small', { text: moment(new Date(one.since)) })),
      one.this ? null : button(t('end'), { onclick: async () => { if ((await actions.ask({ type: 'end_session', session: one.session })).type === 'session_ended') row.remove(); } }));
    return row;
  }));
}

/** @param {Tools} tools */
async function word({ actions }) {
  const answer = await actions.ask({ type: 'link' });
  if (answer.type !== 'code') return;
  dialog(t('other_device'), 'word-dialog', h('p', { text: t('other_device_hint') }), h('pre', { tabindex: 0, test: 'word', text: answer.code }), h('p', { text: t('or_open') }), h('pre', { tabindex: 0, text: `${location.origin}/#word=${answer.code}` }));
}

/** @param {Door} door */
export function passwordDialog({ api, tools: { store, actions, note } }) {
  const old = field(t('old_password'), { test: 'password-old', type: 'password', autocomplete: 'current-password', required: true });
  const wanted = field(t('new_password'), { test: 'password-new', type: 'password', autocomplete: 'new-password', required: true, minlength: store.limits.password_min ?? 8 });
  const error = h('p', { class: 'error', role: 'alert', test: 'password-error' });
  const change = async (/** @type {Event} */ e) => {
    e.preventDefault();
    const answer = await actions.link.ask({ type: 'password', old: old.input.value, password: wanted.input.value });
    error.textContent = answer.type === 'password_changed' ? '' : (answer.text ?? t('not_connected'));
    if (answer.type !== 'password_changed') return;
    closeDialog();
    // The cookie's word ended with the old password: this browser needs a new one.
    await api.call('POST', '/api/session', { name: store.session.name ?? store.me.name, password: wanted.input.value });
    note(t('password_changed', { n: answer.ended }));
  };
  dialog(t('new_password'), 'password-dialog', h('p', { class: 'hint', text: t('password_hint') }), h('form', { onsubmit: change }, old.el, wanted.el, error, h('div', { class: 'buttons' }, h('button', { class: 'button primary', test: 'password-submit', text: t('change') }))));
  old.input.focus();
}
