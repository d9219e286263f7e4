// The operators' view: how the server does, its rooms, people, bans, invitations and what was done. Downloaded when an operator opens it, never before.
//
// Test ids: `operate-dialog`, `operate-status`, the tabs `tab-live`, `tab-rooms`, `tab-people`, `tab-bans`, `tab-invites`, `tab-audit`, and `operate-panel`; each
// section's own stand in its file.

import { audit } from './admin-audit.js';
import { bans } from './admin-bans.js';
import { invites } from './admin-invites.js';
import { live } from './admin-live.js';
import { people } from './admin-people.js';
import { rooms } from './admin-rooms.js';
import { w } from './admin-words.js';
import { closeDialog, dialog } from './dialog.js';
import { fill, h } from './dom.js';
import { t } from './words.js';

/** @typedef {import('./admin-parts.js').Ctx} Ctx */

/** @type {Record<string, (ctx: Ctx) => import('./admin-parts.js').Section>} */
const SECTIONS = { live, rooms, people, bans, invites, audit };

/** How long it is said what was done. */
const SAID_MS = 8_000;

/** Once. @type {Promise<void>|null} */
let dressed = null;

/** What only this view looks like. */
function dress() {
  dressed ??= new Promise((done) => {
    const sheet = h('link', { rel: 'stylesheet', href: '/page/admin.css', onload: () => done(), onerror: () => done() });
    document.head.append(sheet);
  });
  return dressed;
}

/** What is to be done once the connection is back: something was asked that nobody answered. @type {(() => void)|null} */
let again = null;
let watching = false;

/** @param {Store} store */
function watch(store) {
  if (!watching) store.on('link', () => { if (store.link.state === 'open') { const then = again; again = null; then?.(); } });
  watching = true;
}

/** @param {Tools} tools */
export async function operate(tools) {
  await dress();
  watch(tools.store);
  let chosen = 'live';
  const status = h('p', { class: 'operate-status', role: 'status', test: 'operate-status' });
  const ctx = context(tools, status, () => { again = () => box.isConnected && choose(chosen); });
  const panel = h('div', { role: 'tabpanel', id: 'operate-panel', class: 'operate-panel', tabindex: -1, test: 'operate-panel', 'aria-labelledby': 'operate-tab-live' });
  /** @type {import('./admin-parts.js').Section|null} */
  let section = null;
  const tabs = Object.keys(SECTIONS).map((name) => h('button', { type: 'button', role: 'tab', class: 'button', id: 'operate-tab-' + name, 'aria-controls': 'operate-panel', test: 'tab-' + name, onclick: () => choose(name), text: w('tab_' + name) }));
  const choose = (/** @type {string} */ name) => {
    section?.stop?.();
    chosen = name;
    again = null;
    for (const tab of tabs) {
      const on = tab.id === 'operate-tab-' + name;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on) tab.scrollIntoView({ block: 'nearest', inline: 'center' });
    }
    ctx.say('');
    panel.setAttribute('aria-labelledby', 'operate-tab-' + name);
    section = SECTIONS[name](ctx);
    fill(panel, section.el);
    panel.scrollTop = 0;
  };
  const list = h('div', { role: 'tablist', class: 'tabs', 'aria-label': w('title'), onkeydown: (/** @type {KeyboardEvent} */ e) => move(e, tabs) }, ...tabs);
  const box = dialog(w('title'), 'operate-dialog', list, status, panel);
  box.addEventListener('close', () => section?.stop?.());
  choose('live');
  tabs[0].focus();
}

/** Arrows go from tab to tab, as in any list of tabs. @param {KeyboardEvent} e @param {HTMLButtonElement[]} tabs */
function move(e, tabs) {
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
  if (to === undefined || at < 0) return;
  e.preventDefault();
  const tab = tabs[(to + tabs.length) % tabs.length];
  tab.focus();
  tab.click();
}

/** @param {Tools} tools @param {HTMLElement} status @param {() => void} lost @returns {Ctx} */
function context(tools, status, lost) {
  const { store, actions } = tools;
  let timer = 0;
  const say = (/** @type {string} */ text, refused = false) => {
    clearTimeout(timer);
    // What was refused stays until something else is tried.
    if (text && !refused) timer = window.setTimeout(() => say(''), SAID_MS);
    status.textContent = text;
    status.classList.toggle('error', refused);
  };
  return {
    store,
    say,
    ask: async (msg) => {
      const told = await actions.link.ask(msg);
      if (told.type === 'refused' || told.type === 'unknown' || told.type === 'lost') {
        if (told.type === 'lost') lost();
        say(told.text ?? t('not_connected'), true);
        return null;
      }
      // The page takes a room it hears of for one of its own: it is only looked at here.
      const room = store.rooms.get(told.room_id);
      if (room && !room.joined && !room.direct) store.rooms.delete(room.id);
      return told;
    },
    leave: (label) => {
      closeDialog();
      tools.open(label);
    },
  };
}
