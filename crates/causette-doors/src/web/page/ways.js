// The two ways out of where one reads: down to the newest, up to where what is new begins.

import { fill, h, icon } from './dom.js';
import { t } from './words.js';

export class Ways {
  /** @param {Store} store @param {Timeline} timeline */
  constructor(store, timeline) {
    this.store = store;
    this.timeline = timeline;
    this.down = h('button', { type: 'button', class: 'to-end', test: 'to-end', hidden: true, onclick: (/** @type {MouseEvent} */ e) => { timeline.toEnd(); if (e.detail === 0) timeline.step(0); } });
    this.up = h('button', { type: 'button', class: 'to-new', test: 'to-new', hidden: true, onclick: () => void this.toNew() });
  }

  draw() {
    const { store: { room }, timeline } = this;
    const unread = timeline.end ? 0 : room?.unread ?? 0;
    const news = room ? this.#above(room) : 0;
    way(this.down, 'down', unread ? t('to_end_n', { n: unread }) : t('to_end'));
    this.down.hidden = timeline.end && timeline.to === Infinity;
    if (news) way(this.up, 'up', t('to_new', { n: news > 99 ? '99+' : news }));
    this.up.hidden = news === 0;
  }

  /** New lines that begin above what is visible; none once their beginning was seen. @param {Room} room */
  #above(room) {
    const { timeline } = this;
    if (room.news === 0 || room.marker === null) return 0;
    const el = timeline.rows.get('new')?.el;
    if (!el?.isConnected) return timeline.from > room.marker + 1 ? room.news : 0;
    const here = el.getBoundingClientRect().bottom > timeline.scroller.getBoundingClientRect().top;
    if (here && !document.hidden && document.hasFocus()) room.news = 0;
    return here ? 0 : room.news;
  }

  /** To where what is new begins. */
  async toNew() {
    const room = this.store.room;
    if (!room || room.marker === null) return;
    room.news = 0;
    await this.timeline.jump(room, Math.max(room.marker + 1, room.log.expired ?? 0), 'start');
  }

  /** It need not be shown where they begin: that is known. */
  forget() {
    if (this.store.room) this.store.room.news = 0;
    this.draw();
  }
}

/** @param {HTMLElement} button @param {string} drawing @param {string} text */
function way(button, drawing, text) {
  if (button.textContent !== text) fill(button, icon(drawing), h('span', { text }));
}
