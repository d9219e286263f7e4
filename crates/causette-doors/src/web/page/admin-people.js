// Accounts, page by page, and guests who are here; what an operator may do for and to each of them.

import { choice, face, form, number, openRow, part, SERVER, shortMoment, showCode, spanChoice, whyField } from './admin-parts.js';
import { w } from './admin-words.js';
import { button, field } from './dialog.js';
import { fill, h } from './dom.js';
import { t } from './words.js';

/** @typedef {import('./admin-parts.js').Ctx} Ctx */
/** @typedef {{name: string, id: string, account: boolean, here: boolean, rank: string}} One */

const PAGE = 50;
/** The longest list the server gives, and how many of them are searched. */
const LIST_MOST = 200;
const SEARCH_PAGES = 10;

/** @param {Ctx} ctx @returns {import('./admin-parts.js').Section} */
export function people(ctx) {
  const accounts = h('ul', { class: 'list rows', test: 'accounts' }, h('li', { class: 'none', text: t('loading') }));
  const guests = h('ul', { class: 'list rows', test: 'guests' }, h('li', { class: 'none', text: t('loading') }));
  /** After whom each page begins; the last is shown. @type {string[]} */
  let pages = [''];
  let last = '';
  const back = button(w('page_back'), { test: 'accounts-back', onclick: () => { pages = pages.slice(0, -1); void load(); } });
  const next = button(w('page_next'), { test: 'accounts-next', onclick: () => { pages = [...pages, last]; void load(); } });
  const state = h('span', { class: 'hint', role: 'status', test: 'accounts-page' });

  /** What is looked for. */
  let wanted = '';
  /** Who is banned or muted, by id. @type {Map<string, string[]>} */
  let held = new Map();

  const load = async (/** @type {string} */ focus = '') => {
    const after = pages.at(-1) ?? '';
    const told = wanted ? await beginning(ctx, wanted) : await page(ctx, after, PAGE);
    if (!told) return;
    held = await sanctions(ctx);
    const list = told.accounts;
    last = list.at(-1)?.name ?? '';
    fill(accounts, ...list.map((one) => row(ctx, { name: one.name, id: one.id, account: true, here: one.sessions > 0, rank: one.rank ?? 'none' },
      w('account_line', { made: shortMoment(one.made), n: one.sessions }), held, load)), list.length ? null : h('li', { class: 'none', text: w('no_accounts') }));
    back.disabled = wanted !== '' || pages.length < 2;
    next.disabled = wanted !== '' || !told.more;
    state.textContent = wanted ? w('accounts_found', { n: list.length, text: wanted }) : list.length ? w('accounts_page', { page: pages.length, from: list[0].name, to: last }) : '';
    const to = focus && accounts.querySelector(`[data-testid="account-${CSS.escape(focus)}"]`);
    if (to instanceof HTMLElement) to.focus();
  };
  const loadGuests = async () => {
    const told = await ctx.ask({ type: 'find' });
    if (told?.type !== 'people') return;
    const list = /** @type {Msg[]} */ (told.people).filter((one) => one.guest);
    fill(guests, ...list.map((one) => row(ctx, { name: one.name, id: one.id, account: false, here: true, rank: 'none' }, w('guest_line', { since: shortMoment(one.since), rooms: one.rooms.map((/** @type {Msg} */ r) => r.room).join(', ') || '–' }), held, loadGuests)),
      list.length ? null : h('li', { class: 'none', text: w('no_guests') }));
  };
  void load().then(loadGuests);
  const sought = field(w('find_account'), { type: 'search', test: 'find-account', maxlength: ctx.store.limits.name, spellcheck: 'false' });
  const find = form({ test: 'find', text: w('find') }, [sought.el], async () => {
    wanted = sought.input.value.trim();
    pages = [''];
    await load();
  });
  return { el: h('div', { class: 'sections' }, part(w('accounts'), find, accounts, h('nav', { class: 'pager', 'aria-label': w('pages') }, back, state, next)), part(w('guests'), guests), make(ctx, load)) };
}

/** @typedef {{accounts: Msg[], more: boolean}} Page */

/** @param {Ctx} ctx @param {string} after @param {number} limit @returns {Promise<Page|null>} */
async function page(ctx, after, limit) {
  const told = await ctx.ask({ type: 'admin', wish: 'accounts', limit, ...(after ? { name: after } : {}) });
  return told?.type === 'accounts' ? { accounts: told.accounts, more: told.more } : null;
}

/** Accounts whose name begins so. The server tells those after a name: from just before the text on. @param {Ctx} ctx @param {string} text @returns {Promise<Page|null>} */
async function beginning(ctx, text) {
  const want = text.toLowerCase();
  /** @type {Msg[]} */
  const found = [];
  let after = [...text].slice(0, -1).join('');
  for (let turn = 0; turn < SEARCH_PAGES; turn++) {
    const told = await page(ctx, after, LIST_MOST);
    if (!told) return null;
    found.push(...told.accounts.filter((one) => one.name.toLowerCase().startsWith(want)));
    after = told.accounts.at(-1)?.name ?? '';
    const past = after.toLowerCase() > want && !after.toLowerCase().startsWith(want);
    if (!told.more || past || found.length >= LIST_MOST) break;
  }
  return { accounts: found, more: false };
}

/** @param {Ctx} ctx @returns {Promise<Map<string, string[]>>} */
async function sanctions(ctx) {
  const told = await ctx.ask({ type: 'about', room: SERVER });
  const held = new Map();
  for (const [list, word] of [['bans', 'banned'], ['mutes', 'muted']]) for (const one of told?.[list] ?? []) if (one.id) held.set(one.id, [...(held.get(one.id) ?? []), word]);
  return held;
}

/** @param {Ctx} ctx @param {One} one @param {string} small @param {Map<string, string[]>} held @param {(focus: string) => Promise<void>} again */
function row(ctx, one, small, held, again) {
  const rank = one.rank !== 'none' ? h('span', { class: 'chip strong', text: w('rank_' + one.rank) }) : null;
  const { el, panel } = openRow({ test: (one.account ? 'account-' : 'guest-') + one.name, icon: face(one.name, one.id), title: one.name, small, end: h('span', { class: 'end' }, ...(held.get(one.id) ?? []).map((word) => h('span', { class: 'chip bad', text: w(word) })), one.here ? h('span', { class: 'chip', text: t('is_here') }) : null, rank) },
    () => fill(panel, ...deeds(ctx, one, again)));
  return el;
}

/** What can be done. @param {Ctx} ctx @param {One} one @param {(focus: string) => Promise<void>} again */
function deeds(ctx, one, again) {
  const done = async (/** @type {Msg} */ msg, /** @type {string} */ said) => {
    if (!(await ctx.ask(msg))) return;
    ctx.say(w(said, { name: one.name }));
    await again(one.name);
  };
  const self = one.id === ctx.store.me.id;
  return [self ? h('p', { class: 'hint', text: w('yourself') }) : null, one.account ? rank(ctx, one, done) : null, one.account ? reset(ctx, one) : null, self ? null : sanction(one, done), self || !one.here ? null : sendOff(one, done),
    one.account && !self ? erase(one, done) : null].filter((part) => part !== null);
}

/** @typedef {(msg: Msg, said: string) => Promise<void>} Done */

/** @param {Ctx} ctx @param {One} one @param {Done} done */
function rank(ctx, one, done) {
  if (ctx.store.me.rank !== 'owner') return h('p', { class: 'hint', text: w('ranks_by_owner') });
  const to = choice(w('rank'), ['none', 'member', 'moderator', 'owner'].map((key) => [key, w('rank_' + key)]), { test: 'rank', value: one.rank });
  return form({ test: 'rank-set', text: w('set_rank'), name: w('rank') }, [to.el], () => done({ type: 'role', room: SERVER, name: one.name, role: to.input.value }, 'rank_set'));
}

/** @param {Ctx} ctx @param {One} one */
function reset(ctx, one) {
  const word = h('div');
  return h('div', null, form({ test: 'reset', text: w('reset'), name: w('reset') }, [h('p', { class: 'hint grow', text: w('reset_hint') })], async () => {
    const code = await ctx.ask({ type: 'admin', wish: 'reset', name: one.name });
    if (code?.type === 'code') showCode(word, code, w('reset_word', { name: one.name }), `${location.origin}/#word=${encodeURIComponent(code.code)}`);
  }), word);
}

/** @param {One} one @param {Done} done */
function sanction(one, done) {
  const what = choice(w('sanction'), [['ban', w('keep_out')], ['mute', w('silence')]], { test: 'sanction-what' });
  const span = spanChoice('sanction-span', true);
  const why = whyField('sanction-why');
  return form({ test: 'sanction', text: w('do_it'), name: w('sanction_of', { name: one.name }) }, [what.el, span.el, why.el], () =>
    done({ type: what.input.value, room: SERVER, name: one.name, ...(span.input.value ? { seconds: Number(span.input.value) } : {}), ...(why.input.value.trim() ? { why: why.input.value.trim() } : {}) }, what.input.value === 'ban' ? 'is_banned' : 'is_muted'));
}

/** @param {One} one @param {Done} done */
function sendOff(one, done) {
  const why = whyField('kick-why');
  return form({ test: 'kick', text: w('send_off'), name: w('send_off') }, [why.el], () => done({ type: 'kick', room: SERVER, name: one.name, ...(why.input.value.trim() ? { why: why.input.value.trim() } : {}) }, 'is_sent_off'));
}

/** All they said is destroyed: meant only if the name is typed. @param {One} one @param {Done} done */
function erase(one, done) {
  const typed = field(w('type_name', { name: one.name }), { test: 'erase-name', spellcheck: 'false', 'aria-describedby': 'erase-error-' + one.id });
  const error = h('p', { class: 'error', role: 'alert', id: 'erase-error-' + one.id, test: 'erase-error' });
  const inside = form({ test: 'erase', text: w('erase'), danger: true, name: w('erase_of', { name: one.name }) }, [h('p', { class: 'hint wide', text: w('erase_warning') }), typed.el], async () => {
    const meant = typed.input.value.trim() === one.name;
    error.textContent = meant ? '' : w('erase_not_meant', { name: one.name });
    if (!meant) return typed.input.focus();
    await done({ type: 'admin', wish: 'erase', name: one.name }, 'is_erased');
  });
  return h('details', { class: 'danger-zone' }, h('summary', { test: 'erase-open', text: w('erase_of', { name: one.name }) }), inside, error);
}

/** An account for somebody. @param {Ctx} ctx @param {(focus: string) => Promise<void>} again */
function make(ctx, again) {
  const least = ctx.store.limits.password_min ?? 8;
  const name = field(t('name'), { test: 'make-name', required: true, maxlength: ctx.store.limits.name });
  const password = field(t('password'), { test: 'make-password', type: 'password', required: true, minlength: least, autocomplete: 'new-password' });
  return part(w('make_account'), h('p', { class: 'hint', text: w('make_hint', { n: number(least) }) }), form({ test: 'make', text: w('make'), name: w('make_account') }, [name.el, password.el], async () => {
    const made = await ctx.ask({ type: 'admin', wish: 'account', name: name.input.value.trim(), password: password.input.value });
    if (made?.type !== 'account') return;
    name.input.value = password.input.value = '';
    ctx.say(w('account_made', { name: made.name }));
    await again('');
  }));
}
