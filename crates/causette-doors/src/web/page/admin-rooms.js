// All rooms, as an operator sees them: who is in them, what they are about and set to; their settings can be changed here.

import { choice, form, number, openRow, part, SERVER, shortMoment } from './admin-parts.js';
import { w } from './admin-words.js';
import { button, field } from './dialog.js';
import { fill, h } from './dom.js';
import { t } from './words.js';

/** @typedef {import('./admin-parts.js').Ctx} Ctx */

const PAGE = 25;
const FLAGS = ['private', 'invite_only', 'secret', 'moderated', 'topic_locked', 'accounts_only', 'outsiders', 'no_ctcp'];

/** What a room is set to, in a few words each. @param {Record<string, any>} modes @returns {string[]} */
export function modeWords(modes) {
  return Object.entries(modes).filter(([, value]) => value !== false && value !== null && value !== 0).map(([mode, value]) => w('mode_' + mode, { n: typeof value === 'number' ? value : 0 }));
}

/** @param {Ctx} ctx @returns {import('./admin-parts.js').Section} */
export function rooms(ctx) {
  const filter = field(w('filter_rooms'), { type: 'search', test: 'filter-rooms', oninput: () => draw() });
  const total = h('p', { class: 'hint', role: 'status', test: 'rooms-total' });
  const list = h('ul', { class: 'list rows', test: 'operate-rooms' });
  const further = button(w('more'), { test: 'more-rooms', onclick: () => { shown += PAGE; draw(); } });
  /** @type {Msg[]} */
  let all = [];
  let more = false;
  let shown = PAGE;
  let ended = false;
  /** What rooms are set to, by id: asked for one after the other, as they are shown. @type {Map<string, Msg>} */
  const about = new Map();
  /** @type {Map<string, HTMLElement>} */
  let chips = new Map();
  let asking = false;

  const settle = (/** @type {Msg} */ told) => {
    about.set(told.room_id, told);
    const into = chips.get(told.room_id);
    if (into) fill(into, ...modeWords(told.modes).map((text) => h('span', { class: 'chip', text })));
  };
  const look = async () => {
    if (asking) return;
    asking = true;
    for (let next = missing(); next && !ended; next = missing()) {
      const told = await ctx.ask({ type: 'about', room: next.room });
      if (told?.type === 'about') settle(told);
      else about.set(next.room_id, { ...next, modes: {}, roles: [], bans: [], mutes: [] });
    }
    asking = false;
  };
  const renamed = async (/** @type {string} */ to) => {
    await load();
    const head = list.querySelector(`[data-testid="operate-${CSS.escape(to)}"]`);
    if (head instanceof HTMLElement) head.focus();
  };
  const missing = () => all.find((room) => chips.has(room.room_id) && !about.has(room.room_id));
  const draw = () => {
    const want = filter.input.value.trim().toLowerCase();
    const found = all.filter((room) => !want || room.room.toLowerCase().includes(want) || room.topic?.toLowerCase().includes(want));
    chips = new Map();
    fill(list, ...found.slice(0, shown).map((room) => row(ctx, room, { about, chips, settle, renamed })), found.length ? null : h('li', { class: 'none', text: w('no_room_found') }));
    total.textContent = w(more ? 'rooms_more' : 'rooms_total', { n: found.length, people: number(found.reduce((sum, room) => sum + room.present, 0)) });
    further.hidden = found.length <= shown;
    void look();
  };
  const load = async () => {
    const told = await ctx.ask({ type: 'rooms' });
    if (told?.type !== 'rooms' || ended) return;
    all = told.rooms.filter((/** @type {Msg} */ room) => room.room !== SERVER);
    more = told.more;
    draw();
  };
  void load();
  return { el: h('div', { class: 'sections' }, filter.el, total, list, h('div', { class: 'buttons' }, further)), stop: () => { ended = true; } };
}

/** @typedef {{about: Map<string, Msg>, chips: Map<string, HTMLElement>, settle: (told: Msg) => void, renamed: (to: string) => Promise<void>}} List */

/** @param {Ctx} ctx @param {Msg} room @param {List} list */
function row(ctx, room, { about, chips, settle, renamed }) {
  const modes = h('span', { class: 'chips' });
  chips.set(room.room_id, modes);
  const known = about.get(room.room_id);
  const { el, panel } = openRow({ test: 'operate-' + room.room, icon: null, title: room.room, small: room.topic ?? t('no_topic'),
    end: h('span', { class: 'end' }, modes, h('span', { class: 'counts', text: w('room_counts', { n: room.present, facts: number(room.seq) }) })) }, () => void open());
  if (known) settle(known);
  const open = async () => {
    const told = await ctx.ask({ type: 'about', room: room.room });
    if (told?.type !== 'about') return;
    settle(told);
    fill(panel, ...settings(ctx, told, open, renamed));
  };
  return el;
}

/** @param {Ctx} ctx @param {Msg} room as `about` told it @param {() => Promise<void>} again @param {(to: string) => Promise<void>} renamed */
function settings(ctx, room, again, renamed) {
  const names = (/** @type {Msg[]} */ list) => list.map((one) => one.name ?? one.mask ?? w('an_address')).join(', ') || '–';
  const roles = room.roles.map((/** @type {Msg} */ one) => `${one.name} (${t('role_' + one.role)})`).join(', ') || w('nobody');
  const facts = [[t('made'), room.made ? shortMoment(room.made) : '–'], [t('roles'), roles], [t('banned'), names(room.bans)], [t('muted'), names(room.mutes)], [t('modes'), modeWords(room.modes).join(', ') || '–']];
  const topic = field(t('topic'), { test: 'room-topic', maxlength: ctx.store.limits.topic, value: room.topic ?? '' });
  const set = async (/** @type {Record<string, unknown>} */ what) => {
    const told = await ctx.ask({ room: room.room, type: 'mode', ...what });
    if (told) ctx.say(w('room_changed', { room: room.room }));
    return told !== null;
  };
  const flag = (/** @type {string} */ mode) => {
    const box = h('input', { type: 'checkbox', test: 'mode-' + mode, checked: Boolean(room.modes[mode]), onchange: async () => {
      box.disabled = true;
      if (!(await set({ mode, value: box.checked }))) box.checked = !box.checked;
      box.disabled = false;
      box.focus();
    } });
    return h('label', { class: 'check' }, box, h('span', { text: w('set_' + mode) }));
  };
  const count = (/** @type {string} */ mode, /** @type {number} */ most) => {
    const value = field(w('set_' + mode), { type: 'number', min: 0, max: most, test: 'mode-' + mode, value: room.modes[mode] || 0 });
    return form({ test: `mode-${mode}-set`, text: t('change'), name: w('set_' + mode) }, [value.el], async () => { await set({ mode, value: Number(value.input.value) || null }); });
  };
  const member = field(t('name'), { test: 'room-role-name', required: true, maxlength: ctx.store.limits.name });
  const role = choice(w('role'), ['owner', 'moderator', 'member', 'none'].map((key) => [key, t('role_' + key)]), { test: 'room-role', value: 'moderator' });
  return [
    h('dl', { class: 'facts' }, ...facts.flatMap(([what, value]) => [h('dt', { text: what }), h('dd', { text: value })])),
    form({ test: 'room-topic-set', text: t('change'), name: t('topic') }, [topic.el], async () => {
      if (await ctx.ask({ type: 'topic', room: room.room, text: topic.input.value.trim() })) ctx.say(w('room_changed', { room: room.room }));
    }),
    rename(ctx, room, renamed),
    h('fieldset', null, h('legend', { text: w('how_it_works') }), h('div', { class: 'flags' }, ...FLAGS.map(flag))),
    h('div', { class: 'two' }, count('slow', 86_400), count('limit', 1_000_000)),
    part(w('give_role'), form({ test: 'room-role-set', text: w('give'), name: w('give_role') }, [member.el, role.el], async () => {
      if (!(await ctx.ask({ type: 'role', room: room.room, name: member.input.value.trim(), role: role.input.value }))) return;
      ctx.say(w('room_changed', { room: room.room }));
      await again();
    })),
    h('div', { class: 'buttons' }, button(w('open_room', { room: room.room }), { class: 'button primary', test: 'open-' + room.room, onclick: () => ctx.leave(room.room) })),
  ];
}

/** @param {Ctx} ctx @param {Msg} room @param {(to: string) => Promise<void>} renamed */
function rename(ctx, room, renamed) {
  const to = field(w('room_new_name'), { test: 'room-rename-to', required: true, maxlength: 40, placeholder: room.room });
  return form({ test: 'room-rename', text: w('rename'), name: w('room_new_name') }, [to.el], async () => {
    const name = '#' + to.input.value.trim().replace(/^#/, '');
    if (!(await ctx.ask({ type: 'rename', room: room.room, to: name }))) return;
    ctx.say(w('is_renamed', { room: room.room, to: name }));
    await renamed(name);
  });
}
