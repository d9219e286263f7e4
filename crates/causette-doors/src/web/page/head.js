// The top of the open room: its name, its topic, searching, who is here.

import { fill, h, icon, iconButton } from './dom.js';
import { keep } from './session.js';
import { t } from './words.js';

export class Head {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.el = h('header', { class: 'head' });
  }

  draw() {
    const { app } = this;
    const room = app.store.room;
    const { unread, mentions } = app.store.totals();
    const here = t('here', { n: room?.count ?? 0 });
    const topic = room?.topic || (room?.direct ? t('direct_topic') : '');
    fill(
      this.el,
      h('div', { class: 'only-narrow menu' },
        iconButton('menu', t('rooms'), { test: 'menu', 'aria-controls': 'rooms', 'aria-expanded': String(app.el?.dataset.drawer === 'rooms'), onclick: () => app.drawer('rooms') }),
        unread ? h('span', { class: mentions ? 'dot hot' : 'dot', 'aria-hidden': 'true' }) : null),
      h('div', { class: 'title' }, h('h1', { test: 'room-title', text: room?.label ?? 'causette' }), h('p', { class: 'topic', test: 'topic', title: topic || null, text: topic })),
      iconButton('search', t('search'), { test: 'search', onclick: () => app.show('search') }),
      h('button', { type: 'button', class: 'icon-button people', 'aria-controls': 'members', 'aria-label': here, title: here, test: 'toggle-members', onclick: () => this.#people() }, icon('people'), h('span', { text: room?.count ?? 0 })),
    );
  }

  /** Beside the room where there is place, over it where there is not. */
  #people() {
    const { app } = this;
    if (matchMedia('(max-width: 1019px)').matches) app.drawer(app.el.dataset.drawer === 'members' ? null : 'members');
    else keep.set('members', app.el.classList.toggle('no-members') ? 'no' : '');
  }
}
