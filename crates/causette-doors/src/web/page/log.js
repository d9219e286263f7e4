// A room's facts by number, in the stretches that are known without a gap. Pure: no DOM, no network.
//
// What is shown is always inside one stretch, so a reader never sees two messages beside each other with something missing between them.

/** Facts that change another line and have none of their own. */
const FOLDED = new Set(['edited', 'deleted', 'reacted']);

export class Log {
  constructor() {
    /** @type {Map<number, Fact>} */
    this.facts = new Map();
    /** @type {Span[]} in order, never touching each other */
    this.spans = [];
    /** @type {number[]} numbers that have a line, in order */
    this.shown = [];
    /** The last number that exists, as far as is known. */
    this.head = 0;
    /** The first number that can be read, once it is known. @type {number|null} */
    this.begin = null;
    /** What retention has removed ends before this. @type {number|null} */
    this.expired = null;
    /** @type {Map<number, {text: string, seq: number}>} */
    this.edits = new Map();
    /** @type {Map<number, Fact>} */
    this.deleted = new Map();
    /** @type {Map<number, Map<string, Fans>>} */
    this.marks = new Map();
    /** How often a line has changed. @type {Map<number, number>} */
    this.revs = new Map();
  }

  /**
   * Takes a fact; a number that is there already is not taken twice, but what the server says replaces what was only assumed from its `ok`.
   * @param {Fact} fact
   * @returns {boolean} whether it is new
   */
  add(fact) {
    const seq = fact.seq;
    const had = this.facts.get(seq);
    if (had && !(had.assumed && !fact.assumed) && !(fact.type === 'gone' && had.type !== 'gone')) return false;
    this.facts.set(seq, fact);
    this.head = Math.max(this.head, seq);
    this.#fold(fact);
    this.#touch(seq);
    if (had) return false;
    this.#span(seq);
    if (!FOLDED.has(fact.type)) insert(this.shown, seq);
    return true;
  }

  /**
   * The stretch that holds a number.
   * @param {number} seq
   * @returns {Span|null}
   */
  span(seq) {
    return this.spans.find(([lo, hi]) => lo <= seq && seq <= hi) ?? null;
  }

  /** The last stretch, if it reaches the last number. @returns {Span|null} */
  tail() {
    const last = this.spans.at(-1);
    return last && last[1] >= this.head ? last : null;
  }

  /** The last number up to which this was read without a gap from the newest stretch on. */
  get high() {
    return this.spans.at(-1)?.[1] ?? 0;
  }

  /**
   * The numbers with a line, within a stretch.
   * @param {Span} span
   * @returns {number[]}
   */
  lines([lo, hi]) {
    return this.shown.slice(lowerBound(this.shown, lo), lowerBound(this.shown, hi + 1));
  }

  /** @param {number} seq */
  rev(seq) {
    return this.revs.get(seq) ?? 0;
  }

  /**
   * Forgets all but the newest, for rooms nobody looks at.
   * @param {number} keep
   */
  trim(keep) {
    const tail = this.spans.at(-1);
    if (!tail || this.facts.size <= keep) return;
    const lo = Math.max(tail[0], tail[1] - keep + 1);
    for (const seq of [...this.facts.keys()]) if (seq < lo) this.facts.delete(seq);
    this.shown = this.shown.slice(lowerBound(this.shown, lo));
    this.spans = [[lo, tail[1]]];
    if (this.begin !== null && this.begin < lo) this.begin = null;
  }

  /** @param {Fact} fact */
  #fold(fact) {
    const at = fact.target;
    if (fact.type === 'edited') {
      if ((this.edits.get(at)?.seq ?? 0) <= fact.seq) this.edits.set(at, { text: fact.text, seq: fact.seq });
    } else if (fact.type === 'deleted') {
      this.deleted.set(at, fact);
    } else if (fact.type === 'reacted') {
      const marks = entry(this.marks, at, () => new Map());
      const fans = entry(marks, fact.mark, () => new Map());
      if ((fans.get(fact.from_id)?.seq ?? 0) <= fact.seq) fans.set(fact.from_id, { name: fact.from, seq: fact.seq, on: fact.on });
    } else return;
    this.#touch(at);
  }

  /** @param {number} seq */
  #touch(seq) {
    this.revs.set(seq, this.rev(seq) + 1);
  }

  /** @param {number} seq */
  #span(seq) {
    const spans = this.spans;
    let i = spans.length;
    while (i > 0 && spans[i - 1][0] > seq) i--;
    const before = spans[i - 1];
    const after = spans[i];
    const joins = before && before[1] + 1 === seq;
    if (joins && after && after[0] === seq + 1) spans.splice(i - 1, 2, [before[0], after[1]]);
    else if (joins) before[1] = seq;
    else if (after && after[0] === seq + 1) after[0] = seq;
    else spans.splice(i, 0, [seq, seq]);
  }
}

/**
 * The first place whose number is not below `x`.
 * @param {number[]} list
 * @param {number} x
 */
export function lowerBound(list, x) {
  let [lo, hi] = [0, list.length];
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (list[mid] < x) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** @param {number[]} list @param {number} x */
function insert(list, x) {
  if (list.length === 0 || list[list.length - 1] < x) list.push(x);
  else list.splice(lowerBound(list, x), 0, x);
}

/**
 * @template K, V
 * @param {Map<K, V>} map
 * @param {K} key
 * @param {() => V} make
 * @returns {V}
 */
export function entry(map, key, make) {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
