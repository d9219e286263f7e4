// What was done on the whole server, told by #server's own log: newest first, and what happens now on top.

import { choice, form, part, SERVER, shortMoment } from './admin-parts.js';
import { w } from './admin-words.js';
import { button, field } from './dialog.js';
import { fill, h } from './dom.js';
import { deedWords } from './line.js';
import { clock, dayName, moment, t } from './words.js';

/** @typedef {import('./admin-parts.js').Ctx} Ctx */

const PAGE = 100;
const EVERY_MS = 3_000;
/** Which facts are of which kind. @type {Record<string, string[]>} */
const KINDS = {
  accounts: ['account_made', 'account_erased'],
  bans: ['banned', 'unbanned', 'muted', 'unmuted', 'kicked', 'exempted', 'welcomed'],
  ranks: ['role'],
  rooms: ['room_opened', 'room_renamed'],
  notes: ['noted', 'message'],
};

/** What the server notes by itself, in words; `id` is an account's. @type {[RegExp, string][]} */
const NOTES = [
  [/^an invitation was made$/, 'note_invite'],
  [/^account (?<id>[0-9a-f]{32}) was made for somebody$/, 'note_made'],
  [/^a word that signs in account (?<id>[0-9a-f]{32}) was handed out$/, 'note_reset'],
  [/^all that account (?<id>[0-9a-f]{32}) said was handed out$/, 'note_export'],
  [/^many wrong passwords for operator (?<name>.+)$/, 'note_tries_operator'],
  [/^many wrong passwords for (?<name>.+)$/, 'note_tries'],
  [/^(?<name>.+) is operator from here on, on one session$/, 'note_operator'],
  [/^(?<name>.+) is operator no longer, on one session$/, 'note_no_operator'],
  [/^the configuration is read again: somebody asked for it$/, 'note_reload'],
  [/^the disk was full for (?<name>\d+) s; messages are saved again$/, 'note_disk'],
];

/**
 * A fact of the audit room as a sentence.
 * @param {Fact} fact
 * @param {Map<string, string>} names of accounts by id, as far as facts told them
 * @returns {string}
 */
export function sentence(fact, names) {
  const who = fact.name ?? fact.mask ?? (fact.address ? w('an_address') : names.get(fact.id) ?? fact.id ?? '');
  const vars = { by: fact.from, who, why: fact.why ? t('because', { why: fact.why }) : '', until: fact.until ? w('until_then', { at: shortMoment(fact.until) }) : '', room: fact.opened ?? w('a_conversation'), was: fact.was ?? '', to: fact.to ?? '' };
  switch (fact.type) {
    case 'role':
      return w('audit_role_' + fact.role, vars).trim();
    case 'noted':
      return w('audit_noted', { ...vars, about: w('about_' + fact.about), text: note(fact.text, names) });
    case 'banned': case 'unbanned': case 'muted': case 'unmuted': case 'kicked': case 'room_opened': case 'room_renamed': case 'account_made': case 'account_erased': case 'member_joined': case 'member_left':
      return w('audit_' + fact.type, vars).replace(/\s+/g, ' ').trim();
    case 'message': case 'answer':
      return t('said', { name: fact.from, text: fact.text });
    case 'gone':
      return w('audit_gone');
    default:
      return deedWords(fact);
  }
}

/** @param {string} text @param {Map<string, string>} names */
function note(text, names) {
  for (const [pattern, key] of NOTES) {
    const found = pattern.exec(text)?.groups ?? (pattern.test(text) ? {} : null);
    if (found) return w(key, { name: found.name ?? names.get(found.id) ?? found.id ?? '' });
  }
  return text;
}

/** Who is who, from what facts say. @param {Fact} fact @param {Map<string, string>} names */
function learn(fact, names) {
  if (fact.from_id) names.set(fact.from_id, fact.from);
  if (fact.id && fact.name) names.set(fact.id, fact.name);
}

/** @param {Ctx} ctx @returns {import('./admin-parts.js').Section} */
export function audit(ctx) {
  /** By number. @type {Map<number, Fact>} */
  const facts = new Map();
  /** @type {Map<string, string>} */
  const names = new Map();
  let [older, ended, timer, asking] = [false, false, 0, false];
  const kind = choice(w('show'), [['', w('kind_all')], ...Object.keys(KINDS).map((key) => /** @type {[string, string]} */ ([key, w('kind_' + key)]))], { test: 'audit-kind', onchange: () => draw() });
  const list = h('div', { class: 'audit', role: 'log', 'aria-label': w('tab_audit'), tabindex: 0, test: 'audit' });
  const further = button(w('older'), { test: 'audit-older', hidden: true, onclick: () => void read('before') });

  /** On top of what is there, so that what is read out is the new line alone. @param {Fact} fact */
  const put = (fact) => {
    const at = new Date(fact.at);
    const day = at.toDateString();
    list.querySelector('.none')?.remove();
    let head = list.querySelector('h3');
    if (head?.dataset.day !== day) {
      head = h('h3', { 'data-day': day, text: dayName(at) });
      list.prepend(head);
    }
    head.after(line(fact, at, names));
  };
  const fits = (/** @type {Fact} */ fact) => !KINDS[kind.input.value] || KINDS[kind.input.value].includes(fact.type);
  const draw = () => {
    const all = [...facts.values()].filter(fits).sort((a, b) => a.seq - b.seq);
    fill(list, all.length ? null : h('p', { class: 'none', text: w('nothing_yet') }));
    all.forEach(put);
    further.hidden = !older;
  };
  const read = async (/** @type {'before'|'after'} */ way) => {
    if (asking) return;
    asking = true;
    const known = [...facts.keys()];
    const seq = way === 'after' ? Math.max(0, ...known) : Math.min(...known, Number.MAX_SAFE_INTEGER);
    const told = await ctx.ask({ type: 'history', room: SERVER, [way]: seq, limit: PAGE });
    asking = false;
    if (told?.type !== 'history' || ended) return;
    const news = told.facts.filter((/** @type {Fact} */ fact) => !facts.has(fact.seq));
    for (const fact of news) {
      facts.set(fact.seq, fact);
      learn(fact, names);
    }
    if (way === 'before') {
      older = told.more;
      draw();
    } else news.filter(fits).forEach(put);
    if (way === 'after' && told.more) void read('after');
  };
  const tick = async () => {
    if (!document.hidden) await read(facts.size ? 'after' : 'before');
    if (!ended) timer = window.setTimeout(tick, EVERY_MS);
  };
  void tick();
  return { el: h('div', { class: 'sections' }, kind.el, list, further, noteDown(ctx, () => void read('after'))), stop: () => { ended = true; clearTimeout(timer); } };
}

/** @param {Fact} fact @param {Date} at @param {Map<string, string>} names */
function line(fact, at, names) {
  return h('p', { class: 'deed-line', test: 'audit-' + fact.seq }, h('time', { datetime: fact.at, title: moment(at), text: clock(at) }), h('span', { text: sentence(fact, names) }), h('span', { class: 'number', 'aria-label': t('number', { n: fact.seq }), role: 'img', text: fact.seq }));
}

/** @param {Ctx} ctx @param {() => void} again */
function noteDown(ctx, again) {
  const text = field(w('note_text'), { test: 'note-text', required: true, maxlength: 400 });
  return part(w('note'), form({ test: 'note-down', text: w('note_down'), name: w('note') }, [text.el], async () => {
    if (!(await ctx.ask({ type: 'admin', wish: 'note', text: text.input.value.trim() }))) return;
    text.input.value = '';
    ctx.say(w('is_noted'));
    again();
  }));
}
