// A small chart of our own: lines over the last minutes, drawn as SVG, with every value beside it as text.

import { roundUp, stretches } from './admin-figures.js';
import { fill, h } from './dom.js';

/** @typedef {{at: number, values: (number|null)[]}} Point */
/** @typedef {{title: string, series: string[], least: number, show: (value: number|null) => string, name: (values: string, top: string) => string}} About */

const SPAN_MS = 4 * 60_000;
/** Nobody looked meanwhile: no line is drawn over a time that is longer. */
const GAP_MS = 8_000;
const [WIDTH, HEIGHT] = [240, 64];

/** What was drawn before, by chart: it is there again when somebody comes back to it. @type {Map<string, Point[]>} */
const drawn = new Map();

/** @param {string} tag @param {Record<string, string>} attributes */
function draw(tag, attributes) {
  const el = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  return el;
}

export class Chart {
  /** @param {string} test @param {About} about */
  constructor(test, about) {
    this.about = about;
    this.test = test;
    this.svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', class: 'plot' });
    this.top = h('span', { class: 'top', 'aria-hidden': 'true' });
    this.legend = h('ul', { class: 'legend' });
    this.el = h('figure', { class: 'chart', test: 'chart-' + test }, h('figcaption', { text: about.title }), h('div', { class: 'frame' }, this.top, this.svg), this.legend);
  }

  /** @param {number} at @param {(number|null)[]} values one of each series */
  push(at, values) {
    const before = (drawn.get(this.test) ?? []).filter((point) => at - point.at < SPAN_MS);
    const last = before.at(-1)?.at ?? at;
    const gap = at - last > GAP_MS ? [{ at: last + 1, values: values.map(() => null) }] : [];
    const points = [...before, ...gap, { at, values }];
    drawn.set(this.test, points);
    const known = points.flatMap((point) => point.values).filter((value) => value !== null && Number.isFinite(value));
    const { about } = this;
    const top = roundUp(Math.max(0, .../** @type {number[]} */ (known)), about.least);
    const box = { now: at, span: SPAN_MS, top, width: WIDTH, height: HEIGHT };
    fill(this.svg, ...[0, HEIGHT / 2, HEIGHT].map((y) => draw('line', { class: 'grid', x1: '0', x2: String(WIDTH), y1: String(y), y2: String(y) })),
      ...about.series.flatMap((_, i) => stretches(points.map((point) => ({ at: point.at, value: point.values[i] })), box)
        .map((stretch) => draw('polyline', { class: `curve series-${i}`, points: stretch }))));
    const texts = values.map(about.show);
    this.svg.setAttribute('aria-label', about.name(about.series.map((name, i) => (name ? `${name} ${texts[i]}` : texts[i])).join(', '), about.show(top)));
    this.top.textContent = about.show(top);
    fill(this.legend, ...about.series.map((name, i) => h('li', null, h('span', { class: `dash series-${i}`, 'aria-hidden': 'true' }), name ? h('span', { text: name }) : null, h('strong', { test: `value-${i}`, text: texts[i] }))));
  }
}
