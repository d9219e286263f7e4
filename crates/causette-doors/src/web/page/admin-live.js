// The server's figures, drawn as they come, and what it keeps; a word to everybody, the configuration read again.

import { Chart } from './admin-chart.js';
import { by, commits, parse, rate } from './admin-figures.js';
import { form, number, part, shortMoment } from './admin-parts.js';
import { w } from './admin-words.js';
import { field } from './dialog.js';
import { fill, h } from './dom.js';
import { getLang } from './words.js';

/** @typedef {import('./admin-figures.js').Read} Read */

const EVERY_MS = 2_000;
/** What is kept is counted in the store: asked for less often. */
const STATS_EVERY = 15;
const DOORS = ['line', 'irc', 'web', 'console'];

/** @param {number|null} value @param {Intl.NumberFormatOptions} [how] */
function shown(value, how = { maximumFractionDigits: 1 }) {
  return value === null ? '–' : value.toLocaleString(getLang(), how);
}

/** @param {number|null} seconds @returns {string} */
export function span(seconds) {
  if (seconds === null) return '–';
  if (seconds === Infinity) return w('over', { time: span(5) });
  return seconds >= 1 ? w('seconds', { n: shown(seconds) }) : w('milliseconds', { n: shown(seconds * 1000, { maximumFractionDigits: seconds < 0.01 ? 2 : 0 }) });
}

/** @param {number} n */
export function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = n > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(n) / 10)) : 0;
  const unit = getLang() === 'fr' ? units[step].replace('B', 'o') : units[step];
  return shown(n / 1024 ** step, { maximumFractionDigits: step ? 1 : 0 }) + '\u00a0' + unit;
}

/** @param {import('./admin-parts.js').Ctx} ctx @returns {import('./admin-parts.js').Section} */
export function live(ctx) {
  const name = (/** @type {string} */ title) => (/** @type {string} */ values, /** @type {string} */ top) => w('chart_name', { title, values, top });
  const chart = (/** @type {string} */ test, /** @type {string[]} */ series, /** @type {number} */ least, /** @type {(value: number|null) => string} */ show) =>
    new Chart(test, { title: w('chart_' + test), series, least, show, name: name(w('chart_' + test)) });
  const sessions = chart('sessions', DOORS.map((door) => w('door_' + door)), 5, (n) => shown(n));
  const messages = chart('messages', [''], 1, (n) => shown(n));
  const commit = chart('commits', [w('mean'), w('most')], 0.001, span);
  const queue = chart('queue', [''], 10, (n) => shown(n));
  const facts = h('dl', { class: 'facts', test: 'stats' });
  const trouble = h('p', { class: 'error', role: 'status', test: 'figures-error' });
  const more = h('dl', { class: 'facts', test: 'figures' });
  /** @type {Read|null} */
  let before = null;
  let [ended, turn, timer] = [false, 0, 0];

  const draw = (/** @type {Read} */ read) => {
    const { at, sample } = read;
    const of = new Map(by(sample, 'causette_sessions', 'door'));
    const took = commits(before, read);
    sessions.push(at, DOORS.map((door) => of.get(door) ?? 0));
    messages.push(at, [rate(before, read, 'causette_messages_total')]);
    commit.push(at, [took.mean, took.most]);
    queue.push(at, [sample.get('causette_queue_depth') ?? null]);
    const get = (/** @type {string} */ name) => number(sample.get(name) ?? 0);
    const refusals = by(sample, 'causette_refusals_total', 'code').sort((a, b) => b[1] - a[1]).slice(0, 3).map(([code, n]) => `${code} ${number(n)}`).join(', ');
    rows(more, [['started', shortMoment(new Date((sample.get('causette_start_time_seconds') ?? 0) * 1000).toISOString())], ['all_messages', get('causette_messages_total')], ['all_commands', get('causette_commands_total')],
      ['turned_away', get('causette_connections_total{result="refused"}')], ['failed_commits', get('causette_commits_failed_total')], ['refusals', refusals || '0']]);
    before = read;
  };
  const tick = async () => {
    if (!document.hidden) {
      if (turn++ % STATS_EVERY === 0) void stats(ctx, facts);
      try {
        const answer = await fetch('/api/figures', { cache: 'no-store', headers: { 'Accept-Language': getLang() } });
        const text = await answer.text();
        if (ended) return;
        trouble.textContent = answer.ok ? '' : refusal(text);
        if (answer.ok) draw({ at: Date.now(), sample: parse(text) });
      } catch {
        trouble.textContent = w('no_figures');
      }
    }
    if (!ended) timer = window.setTimeout(tick, EVERY_MS);
  };
  void tick();
  const el = h('div', { class: 'sections' }, trouble, h('div', { class: 'charts' }, sessions.el, messages.el, commit.el, queue.el),
    h('div', { class: 'two' }, part(w('kept'), facts), part(w('since_start'), more)), h('div', { class: 'two' }, announce(ctx), reload(ctx)));
  return { el, stop: () => { ended = true; clearTimeout(timer); } };
}

/** @param {string} text */
function refusal(text) {
  try {
    return JSON.parse(text).text ?? w('no_figures');
  } catch {
    return w('no_figures');
  }
}

/** @param {HTMLElement} list @param {[string, string][]} all */
function rows(list, all) {
  fill(list, ...all.flatMap(([key, value]) => [h('dt', { text: w(key) }), h('dd', { test: 'is-' + key, text: value })]));
}

/** @param {import('./admin-parts.js').Ctx} ctx @param {HTMLElement} into */
async function stats(ctx, into) {
  const told = await ctx.ask({ type: 'admin', wish: 'stats' });
  if (told?.type !== 'stats') return;
  rows(into, [['sessions', number(told.sessions)], ['signed_in', number(told.signed_in)], ['accounts', number(told.accounts)], ['all_rooms', w('rooms_loaded', { n: number(told.rooms), loaded: number(told.rooms_loaded) })],
    ['all_facts', number(told.facts)], ['store', told.bytes ? bytes(told.bytes) : w('nothing_kept')], ...(told.erasing ? [/** @type {[string, string]} */ (['erasing', number(told.erasing)])] : [])]);
}

/** @param {import('./admin-parts.js').Ctx} ctx */
function announce(ctx) {
  const text = field(w('announce_text'), { test: 'announce-text', required: true, maxlength: 400 });
  return part(w('announce'), form({ test: 'announce', text: w('tell_everybody') }, [text.el], async () => {
    if (!(await ctx.ask({ type: 'admin', wish: 'announce', text: text.input.value.trim() }))) return;
    text.input.value = '';
    ctx.say(w('announced'));
  }));
}

/** @param {import('./admin-parts.js').Ctx} ctx */
function reload(ctx) {
  return part(w('settings'), h('p', { class: 'hint', text: w('reload_hint') }), form({ test: 'reload', text: w('reload') }, [], async () => {
    if (await ctx.ask({ type: 'admin', wish: 'reload' })) ctx.say(w('reloading'));
  }));
}
