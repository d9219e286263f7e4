// The top of the open room: its name, its topic, searching, who is here. Made once and filled anew, so that what has the focus keeps it.

import { h, icon, iconButton } from './dom.js';
import { keep } from './session.js';
import { t } from './words.js';

export class Head {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.menu = iconButton('menu', '', { test: 'menu', 'aria-controls': 'rooms', 'aria-expanded': 'false', onclick: () => app.drawer('rooms') });
    this.dot = h('span', { class: 'dot', 'aria-hidden': 'true', hidden: true });
    this.label = h('span', { test: 'room-title' });
    this.topic = h('p', { class: 'topic', test: 'topic' });
    this.about = h('button', { type: 'button', class: 'about', test: 'about', onclick: () => this.#about() }, this.label);
    this.search = iconButton('search', '', { test: 'search', onclick: () => app.show('search') });
    this.count = h('span', null);
    this.people = h('button', { type: 'button', class: 'icon-button people', 'aria-controls': 'members', test: 'toggle-members', onclick: () => this.#people() }, icon('people'), this.count);
    this.el = h('header', { class: 'head' }, h('div', { class: 'only-narrow menu' }, this.menu, this.dot), h('div', { class: 'title' }, h('h1', null, this.about), this.topic), this.search, this.people);
  }

  draw() {
    const { app } = this;
    const room = app.store.room;
    const { unread, mentions } = app.store.totals();
    const topic = room?.topic || (room?.direct ? t('direct_topic') : '');
    this.dot.hidden = !unread;
    this.dot.classList.toggle('hot', mentions > 0);
    this.label.textContent = room?.label ?? 'causette';
    this.about.disabled = !room;
    this.topic.textContent = this.topic.title = topic;
    this.count.textContent = String(room?.count ?? 0);
    const names = /** @type {[HTMLElement, string][]} */ ([[this.menu, t('rooms')], [this.search, t('search')], [this.people, t('here', { n: room?.count ?? 0 })]]);
    for (const [button, name] of names) {
      button.setAttribute('aria-label', name);
      button.title = name;
    }
    this.about.title = t(room?.direct ? 'about_person' : 'about_room', { room: room?.label ?? '' });
  }

  /** What there is to know about the room, or whom one talks with. */
  #about() {
    const { app } = this;
    const room = app.store.room;
    if (room) app.show(room.direct ? 'person' : 'about', room.direct ? room.label.slice(1) : '');
  }

  /** Beside the room where there is place, over it where there is not. */
  #people() {
    const { app } = this;
    if (matchMedia('(max-width: 1019px)').matches) app.drawer(app.el.dataset.drawer === 'members' ? null : 'members');
    else keep.set('members', app.el.classList.toggle('no-members') ? 'no' : '');
  }
}
