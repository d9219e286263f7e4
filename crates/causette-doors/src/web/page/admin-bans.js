// Who is kept out of the whole server, or may not speak on it: the lists of #server, each entry with who made it, when and why.

import { choice, form, part, SERVER, shortMoment, spanChoice, whyField } from './admin-parts.js';
import { w } from './admin-words.js';
import { button, field } from './dialog.js';
import { fill, h } from './dom.js';

/** @typedef {import('./admin-parts.js').Ctx} Ctx */

/** Each list, and what lifts an entry. @type {[string, (one: Msg) => Msg][]} */
const LISTS = [
  ['bans', (one) => ({ type: 'unban', room: SERVER, seq: one.seq })],
  ['mutes', (one) => ({ type: 'unmute', room: SERVER, seq: one.seq })],
  ['exempt', (one) => ({ type: 'exempt', room: SERVER, mask: one.mask, on: false })],
];

/** Whom it is about. @param {Msg} one */
export function whom(one) {
  return [one.name, one.mask, one.address ? w(one.name ? 'and_address' : 'an_address') : ''].filter(Boolean).join(' ');
}

/** @param {Ctx} ctx @returns {import('./admin-parts.js').Section} */
export function bans(ctx) {
  const lists = LISTS.map(([name, lift]) => ({ name, lift, list: h('ul', { class: 'list rows', test: name }) }));
  const load = async () => {
    const told = await ctx.ask({ type: 'about', room: SERVER });
    if (told?.type !== 'about') return;
    for (const { name, lift, list } of lists) {
      const all = /** @type {Msg[]} */ (told[name] ?? []);
      fill(list, ...all.map((one) => entry(ctx, one, lift(one), async () => { await load(); list.querySelector('button')?.focus(); })), all.length ? null : h('li', { class: 'none', text: w('none_' + name) }));
    }
  };
  void load();
  return { el: h('div', { class: 'sections' }, ...lists.map(({ name, list }) => part(w('list_' + name), list)), add(ctx, load), exempt(ctx, load)) };
}

/** @param {Ctx} ctx @param {Msg} one @param {Msg} lift @param {() => Promise<void>} again */
function entry(ctx, one, lift, again) {
  const text = whom(one);
  const until = one.until ? w('until', { at: shortMoment(one.until) }) : w('until_lifted');
  const made = one.by ? w('made_by', { by: one.by, at: one.made ? shortMoment(one.made) : '' }) : '';
  const release = button(w('lift'), { test: 'lift-' + one.seq, 'aria-label': w('lift_of', { who: text }), onclick: async () => {
    release.disabled = true;
    if (await ctx.ask(lift)) ctx.say(w('is_lifted', { who: text }));
    await again();
  } });
  return h('li', { class: 'entry', test: 'entry-' + one.seq }, h('span', { class: 'who' }, h('strong', { text }), h('small', { text: [one.why ? w('quoted', { text: one.why }) : '', until, made].filter(Boolean).join(' · ') })), release);
}

/** @param {Ctx} ctx @param {() => Promise<void>} again */
function add(ctx, again) {
  const kind = choice(w('whom'), [['name', w('by_name')], ['address', w('by_address')], ['mask', w('by_mask')]], { test: 'ban-kind', onchange: () => { target.input.placeholder = EXAMPLES[kind.input.value] ?? ''; } });
  const target = field(w('target'), { test: 'ban-target', required: true, maxlength: 120, spellcheck: 'false', placeholder: EXAMPLES.name });
  const what = choice(w('sanction'), [['ban', w('keep_out')], ['mute', w('silence')]], { test: 'ban-what' });
  const span = spanChoice('ban-span', true);
  const why = whyField('ban-why');
  return part(w('add_ban'), form({ test: 'ban-add', text: w('do_it'), name: w('add_ban') }, [kind.el, target.el, what.el, span.el, why.el], async () => {
    const text = target.input.value.trim();
    const told = await ctx.ask({ type: what.input.value, room: SERVER, [kind.input.value]: text, ...(span.input.value ? { seconds: Number(span.input.value) } : {}), ...(why.input.value.trim() ? { why: why.input.value.trim() } : {}) });
    if (!told) return;
    target.input.value = why.input.value = '';
    ctx.say(w(what.input.value === 'ban' ? 'is_banned' : 'is_muted', { name: text }));
    await again();
  }));
}

/** @type {Record<string, string>} */
const EXAMPLES = { name: 'bob', address: '192.0.2.7', mask: '*!*@*.example.org' };

/** @param {Ctx} ctx @param {() => Promise<void>} again */
function exempt(ctx, again) {
  const mask = field(w('mask'), { test: 'exempt-mask', required: true, maxlength: 120, spellcheck: 'false', placeholder: EXAMPLES.mask });
  return part(w('add_exempt'), form({ test: 'exempt-add', text: w('add'), name: w('add_exempt') }, [mask.el], async () => {
    if (!(await ctx.ask({ type: 'exempt', room: SERVER, mask: mask.input.value.trim(), on: true }))) return;
    ctx.say(w('is_exempt', { who: mask.input.value.trim() }));
    mask.input.value = '';
    await again();
  }));
}
