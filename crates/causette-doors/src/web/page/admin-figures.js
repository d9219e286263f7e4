// What the server counts, read from Prometheus' text and turned into what a chart shows. Pure: no DOM, no network.

/** @typedef {Map<string, number>} Sample a value by the name that stands before it, labels included */
/** @typedef {{count: number, mean: number|null, most: number|null}} Commits how many; seconds on average; seconds within which 99 of 100 were done */
/** @typedef {{at: number, sample: Sample}} Read when, in milliseconds */

/** Share of commits that `most` covers. */
const SHARE = 0.99;

/**
 * Lines that are no figure are left out.
 * @param {string} text
 * @returns {Sample}
 */
export function parse(text) {
  /** @type {Sample} */
  const sample = new Map();
  for (const line of text.split('\n')) {
    const found = /^([a-zA-Z_:][\w:]*(?:\{[^}]*\})?)\s+(\S+)/.exec(line);
    if (!found) continue;
    const value = found[2] === '+Inf' ? Infinity : Number(found[2]);
    if (!Number.isNaN(value)) sample.set(found[1], value);
  }
  return sample;
}

/**
 * The values of a family by one label, in the server's order.
 * @param {Sample} sample @param {string} family @param {string} label
 * @returns {[string, number][]}
 */
export function by(sample, family, label) {
  /** @type {[string, number][]} */
  const out = [];
  for (const [name, value] of sample) {
    if (!name.startsWith(family + '{')) continue;
    const found = new RegExp(`[{,]${label}="([^"]*)"`).exec(name);
    if (found) out.push([found[1], value]);
  }
  return out;
}

/** Whether both are of the same run of the server: its counters begin at zero with each. @param {Sample} before @param {Sample} after */
export function sameRun(before, after) {
  const started = 'causette_start_time_seconds';
  return before.get(started) === after.get(started);
}

/**
 * How much a counter grew a second; nothing if that cannot be said.
 * @param {Read|null} before @param {Read} after @param {string} name
 * @returns {number|null}
 */
export function rate(before, after, name) {
  const [was, is] = [before?.sample.get(name), after.sample.get(name)];
  if (!before || was === undefined || is === undefined || !sameRun(before.sample, after.sample)) return null;
  const seconds = (after.at - before.at) / 1000;
  return seconds > 0 && is >= was ? (is - was) / seconds : null;
}

/**
 * The commits between two reads. The server counts them in buckets, so the time within which 99 of 100 were done is only known to be no more than a bucket's bound;
 * `Infinity` if it is beyond the last.
 * @param {Read|null} before @param {Read} after @param {string} [family]
 * @returns {Commits}
 */
export function commits(before, after, family = 'causette_commit_seconds') {
  /** @type {Commits} */
  const none = { count: 0, mean: null, most: null };
  if (!before || !sameRun(before.sample, after.sample)) return none;
  const grown = (/** @type {string} */ name) => (after.sample.get(name) ?? 0) - (before.sample.get(name) ?? 0);
  const count = grown(family + '_count');
  if (count <= 0) return none;
  const buckets = by(after.sample, family + '_bucket', 'le')
    .map(([bound]) => ({ bound: bound === '+Inf' ? Infinity : Number(bound), count: grown(`${family}_bucket{le="${bound}"}`) }))
    .sort((a, b) => a.bound - b.bound);
  const within = buckets.find((bucket) => bucket.count >= SHARE * count);
  return { count, mean: grown(family + '_sum') / count, most: within ? within.bound : null };
}

/** The next round number: 1, 2 or 5 with noughts. A chart's highest line. @param {number} value @param {number} least */
export function roundUp(value, least) {
  if (!(value > least)) return least;
  const ten = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((one) => one * ten >= value * 0.999999) ?? 10;
  return step * ten;
}

/**
 * Points of a line for `points="…"`, in stretches: where nothing is known there is a gap. Time runs to the right; `now` is at the right edge.
 * @param {{at: number, value: number|null}[]} points
 * @param {{now: number, span: number, top: number, width: number, height: number}} box
 * @returns {string[]}
 */
export function stretches(points, box) {
  /** @type {string[]} */
  const out = [];
  let line = '';
  for (const { at, value } of points) {
    if (value === null || !Number.isFinite(value)) {
      if (line) out.push(line);
      line = '';
      continue;
    }
    const x = box.width * (1 - (box.now - at) / box.span);
    const y = box.height * (1 - Math.min(1, value / box.top));
    line += `${line ? ' ' : ''}${x.toFixed(1)},${y.toFixed(1)}`;
  }
  if (line) out.push(line);
  return out;
}
