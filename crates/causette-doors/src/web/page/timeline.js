// The lines of the open room. Only those around what is visible are in the page; scrolling adds some at one end and lets them go at the other, and what is being
// read stays where it is.

import { h, soon } from './dom.js';
import { items } from './items.js';
import { lineOf } from './line.js';
import { lowerBound } from './log.js';
import { Ways } from './ways.js';
import { t } from './words.js';

/** Lines in the page at most, how many come at a time, and how near to an end that happens, in pixels. */
const MOST = 140;
const STEP = 50;
const NEAR = 700;
const BOTTOM = 40;
/** Facts that are read around a number that was asked for. */
const AROUND = 200;

export class Timeline {
  /**
   * @param {Store} store
   * @param {Actions} actions
   * @param {Entry} entry
   */
  constructor(store, actions, entry) {
    this.store = store;
    this.actions = actions;
    this.entry = entry;
    /** First and last number in the page; Infinity follows what is new. */
    this.from = 0;
    this.to = Infinity;
    /** Where one was in each room. @type {Map<string, {from: number, to: number, seq: string, top: number}>} */
    this.places = new Map();
    /** @type {Map<string, {el: HTMLElement, sig: string}>} */
    this.rows = new Map();
    this.end = true;
    this.shownRoom = '';
    this.list = h('div', { class: 'lines', role: 'log', 'aria-live': 'off', 'aria-label': t('messages'), test: 'timeline' });
    this.scroller = h('div', { class: 'scroller', onscroll: () => this.#scrolled() }, this.list);
    this.ways = new Ways(store, this);
    this.el = h('div', { class: 'timeline' }, this.ways.up, this.scroller, this.ways.down);
    const draw = () => this.render();
    store.on('room', (room) => room.id === store.active && soon(draw));
    store.on('pending', () => soon(draw));
    store.on('active', () => soon(draw));
    store.on('me', () => { this.rows.clear(); soon(draw); });
    new ResizeObserver(() => this.end && this.#bottom()).observe(this.scroller);
    const looks = () => { this.#seen(); this.ways.draw(); };
    document.addEventListener('visibilitychange', looks);
    addEventListener('focus', looks);
  }

  /** The language has changed. */
  words() {
    this.rows.clear();
    this.list.setAttribute('aria-label', t('messages'));
    this.render();
  }

  /** @param {Room} room @returns {Span|null} the stretch that is shown */
  span(room) {
    const log = room.log;
    if (this.to === Infinity) {
      const last = log.spans.at(-1) ?? null;
      return last;
    }
    return log.span(this.from) ?? log.spans.at(-1) ?? null;
  }

  render() {
    const room = this.store.room;
    if (!room) {
      this.rows.clear();
      this.list.replaceChildren();
      return;
    }
    if (this.shownRoom !== room.id) this.#enter(room);
    const log = room.log;
    const span = this.span(room);
    const anchor = this.end ? null : this.#anchor();
    const all = span ? log.lines(span) : [];
    let lo = lowerBound(all, this.from);
    let hi = this.to === Infinity ? all.length : lowerBound(all, this.to + 1);
    if (this.to === Infinity && this.end) lo = Math.max(0, hi - MOST);
    if (hi - lo > MOST * 2) {
      hi = lo + MOST * 2;
      this.to = all[hi - 1];
    }
    this.from = all[lo] ?? 0;
    const begin = log.begin !== null && span !== null && span[0] <= log.begin;
    const seqs = all.slice(lo, hi);
    const sends = this.to === Infinity ? this.store.sends(room) : [];
    this.#draw(items(log, seqs, { marker: room.marker, top: lo === 0 && (begin || all.length === 0 && log.begin !== null), sends, me: this.store.me.id }), room);
    if (this.end) this.#bottom();
    else if (anchor) this.#hold(anchor);
    this.#rove();
    this.#fetch(room, span, lo === 0 && !begin);
    this.#seen();
    this.ways.draw();
  }

  /** @param {Item[]} wanted @param {Room} room */
  #draw(wanted, room) {
    const ctx = {
      me: this.store.me, room,
      react: (/** @type {number} */ seq, /** @type {string} */ mark) => void this.actions.react(room, seq, mark),
      retry: (/** @type {Pending} */ send) => void this.actions.deliver(send),
      discard: (/** @type {Pending} */ send) => this.actions.discard(send),
      rewrite: (/** @type {Pending} */ send) => { this.actions.discard(send); this.store.emit('rewrite', (send.calc ? '/calc ' : send.style === 'action' ? '/me ' : '') + send.text); },
    };
    /** @type {Map<string, {el: HTMLElement, sig: string}>} */
    const rows = new Map();
    const focused = /** @type {HTMLElement|null} */ (document.activeElement?.closest?.('.line') ?? null)?.dataset.seq;
    /** @type {ChildNode|null} */
    let at = this.list.firstChild;
    for (const item of wanted) {
      const sig = 'sig' in item ? item.sig : item.kind;
      const had = this.rows.get(item.key);
      const el = had?.sig === sig ? had.el : lineOf(item, ctx);
      rows.set(item.key, { el, sig });
      if (at === el) at = el.nextSibling;
      else this.list.insertBefore(el, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
    this.rows = rows;
    if (focused && !document.activeElement?.closest?.('.line')) this.#row(Number(focused))?.focus({ preventScroll: true });
  }

  /** @param {Room} room */
  #enter(room) {
    this.#leave();
    this.rows.clear();
    this.list.replaceChildren();
    this.shownRoom = room.id;
    const place = this.places.get(room.id);
    this.places.delete(room.id);
    if (place && room.log.span(place.from)) {
      [this.from, this.to, this.end] = [place.from, place.to, false];
      soon(() => this.#hold(place));
    } else [this.from, this.to, this.end] = [0, Infinity, true];
  }

  #leave() {
    const anchor = this.end ? null : this.#anchor();
    if (anchor && this.shownRoom) this.places.set(this.shownRoom, { from: this.from, to: this.to, ...anchor });
  }

  /** Asks for what is missing before, after or at the end. @param {Room} room @param {Span|null} span @param {boolean} older */
  #fetch(room, span, older) {
    const log = room.log;
    if (!this.store.me.id || this.store.link.state !== 'open') return;
    if (!span) {
      if (log.begin === null && (room.joined || room.direct)) void this.actions.history(room, 'before', Number.MAX_SAFE_INTEGER, 60).then((a) => this.#empty(room, a));
    } else if (this.end && span[1] < log.head) {
      void this.actions.history(room, 'after', span[1], 100);
    } else if (older && (this.scroller.scrollTop < NEAR || this.scroller.scrollHeight < this.scroller.clientHeight + NEAR)) {
      this.#older(room, span[0]);
    }
    // A hole below the newest stretch, while the newest is followed: read through it, so that nobody has to scroll for what came meanwhile.
    if (this.to === Infinity && log.spans.length > 1 && !room.asking.has('gap')) {
      const [below, newest] = log.spans.slice(-2);
      if (newest[0] - below[1] < 500) void this.entry.catchUp(room);
    }
  }

  /** Who is at the very top cannot scroll any further to have what came shown. @param {Room} room @param {number} seq */
  #older(room, seq) {
    void this.actions.history(room, 'before', seq).then((answer) => answer.type === 'history' && this.store.active === room.id && this.#scrolled());
  }

  /** @param {Room} room @param {Msg} answer */
  #empty(room, answer) {
    // A conversation that has not begun is refused: there is nothing before its first message.
    if (answer.type === 'refused' || (answer.type === 'history' && answer.facts.length === 0)) room.log.begin = room.log.head + 1;
    this.store.emit('room', room);
  }

  #scrolled() {
    const room = this.store.room;
    const span = room && this.span(room);
    if (!room || !span) return;
    const s = this.scroller;
    const gap = s.scrollHeight - s.scrollTop - s.clientHeight;
    this.end = gap < BOTTOM && this.to === Infinity;
    const all = room.log.lines(span);
    const lo = lowerBound(all, this.from);
    const hi = this.to === Infinity ? all.length : lowerBound(all, this.to + 1);
    if (s.scrollTop < NEAR && lo > 0) {
      this.from = all[Math.max(0, lo - STEP)];
      if (hi - lo + STEP > MOST && !this.end) this.to = all[Math.min(all.length, Math.max(lo - STEP, 0) + MOST) - 1];
      soon(() => this.render());
    } else if (s.scrollTop < NEAR && !(room.log.begin !== null && span[0] <= room.log.begin)) {
      this.#older(room, span[0]);
    } else if (gap < NEAR && this.to !== Infinity) {
      if (hi + STEP >= all.length && span === room.log.spans.at(-1)) this.to = Infinity;
      else if (hi + STEP >= all.length && hi >= all.length) void this.actions.history(room, 'after', span[1]).then(() => { this.to = Math.max(this.to, span[1] + STEP); this.render(); });
      else this.to = all[Math.min(all.length - 1, hi + STEP)];
      const end = this.to === Infinity ? all.length : hi + STEP;
      if (end - lo > MOST) this.from = all[Math.max(lo, end - MOST)];
      soon(() => this.render());
    }
    this.#seen();
    this.ways.draw();
  }

  toEnd() {
    [this.from, this.to, this.end] = [0, Infinity, true];
    this.render();
  }

  /**
   * Shows a line by its number, reads it first if needed, with much of what came after it: an edit of it stands there, and what was said of it.
   * @param {Room} room @param {number} seq
   * @param {'center'|'start'} [block] where it is to stand
   * @returns {Promise<void>}
   */
  async jump(room, seq, block = 'center') {
    const log = room.log;
    if (!log.span(seq)) await this.actions.history(room, 'around', seq, AROUND);
    const span = log.span(seq);
    if (!span || this.store.active !== room.id) return this.store.emit('note', { text: t('no_such_number', { n: seq, room: room.label }), kind: 'refused' });
    const target = log.facts.get(seq)?.target;
    const all = log.lines(span);
    // What has no line of its own, such as an edit, is seen in the one that it changed.
    if (block === 'center' && target && !all.includes(seq)) return this.jump(room, target);
    const i = lowerBound(all, seq);
    this.shownRoom = room.id;
    this.end = false;
    this.from = all[Math.max(0, i - STEP)] ?? 0;
    this.to = i + STEP >= all.length && span === log.spans.at(-1) ? Infinity : all[Math.min(all.length - 1, i + STEP)];
    this.render();
    const row = this.#row(all[i]);
    if (!row) return;
    ((block === 'start' && this.rows.get('new')?.el) || row).scrollIntoView({ block });
    row.focus({ preventScroll: true });
    if (block === 'start') return;
    row.classList.remove('found');
    requestAnimationFrame(() => row.classList.add('found'));
  }

  /** @param {number} seq */
  #row(seq) {
    return this.rows.get('s' + seq)?.el ?? null;
  }

  /** The first line that is visible, and where. */
  #anchor() {
    const top = this.scroller.getBoundingClientRect().top;
    for (const [seq, { el }] of this.rows) {
      const box = el.getBoundingClientRect();
      if (el.isConnected && box.bottom > top && el.classList.contains('line')) return { seq, top: box.top - top };
    }
    return null;
  }

  /** @param {{seq: string, top: number}} anchor */
  #hold(anchor) {
    const el = this.rows.get(anchor.seq)?.el;
    if (!el) return;
    this.scroller.scrollTop += el.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - anchor.top;
  }

  #bottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** One line can be reached with Tab: the one that was left, or the last. */
  #rove() {
    const lines = this.list.querySelectorAll('.line');
    const focused = document.activeElement?.closest('.line') ?? lines[lines.length - 1];
    for (const line of lines) if (line.getAttribute('tabindex') !== '-1' && line !== focused) line.setAttribute('tabindex', '-1');
    focused?.setAttribute('tabindex', '0');
  }

  /** With the arrows from line to line. @param {number} by */
  step(by) {
    const lines = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll('.line')]);
    const at = lines.findIndex((line) => line.contains(document.activeElement));
    const next = lines[at < 0 ? lines.length - 1 : Math.min(lines.length - 1, Math.max(0, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    this.#rove();
  }

  /** What is at the end and in front of somebody's eyes is read. */
  #seen() {
    const room = this.store.room;
    if (room && this.end && !document.hidden && document.hasFocus() && this.store.link.state === 'open') this.actions.seen(room);
  }
}
