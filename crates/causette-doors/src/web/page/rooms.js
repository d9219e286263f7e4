// The rooms and conversations, with what is unread in each.

import { avatar, fill, h, icon, iconButton, redraw, soon } from './dom.js';
import { roomHref } from './render.js';
import { keep } from './session.js';
import { t } from './words.js';

export class Rooms {
  /**
   * @param {Store} store
   * @param {{show: (what: string, arg?: string) => void, leave: (room: Room) => void}} told
   */
  constructor(store, told) {
    this.store = store;
    this.told = told;
    this.named = h('ul', { test: 'rooms' });
    this.direct = h('ul', { test: 'directs' });
    this.mine = h('button', { type: 'button', class: 'mine', test: 'account', onclick: () => told.show('account') });
    this.operate = iconButton('shield', '', { test: 'operate', onclick: () => told.show('operate') });
    this.el = h('nav', { class: 'rooms', id: 'rooms' });
    for (const what of ['rooms', 'active', 'me']) store.on(what, () => soon(this.draw));
    this.words();
  }

  words() {
    const { told } = this;
    this.el.setAttribute('aria-label', t('rooms'));
    fill(
      this.el,
      h('div', { class: 'brand' }, h('img', { src: '/page/icon.svg', alt: '', width: 28, height: 28 }), h('strong', { text: 'causette' }),
        iconButton('close', t('close'), { class: 'icon-button only-narrow', onclick: () => this.store.emit('drawer', null) })),
      h('div', { class: 'scroll' },
        h('div', { class: 'heading' }, h('h2', { text: t('rooms') }), iconButton('plus', t('join_room'), { test: 'join', onclick: () => told.show('rooms') })),
        this.named,
        h('div', { class: 'heading' }, h('h2', { text: t('conversations') }), iconButton('plus', t('write_to'), { test: 'write-to', onclick: () => told.show('people') })),
        this.direct),
      h('div', { class: 'foot' }, this.mine, this.operate, iconButton('gear', t('settings'), { test: 'settings', onclick: () => told.show('settings') }), iconButton('help', t('help'), { test: 'help', onclick: () => told.show('help') })),
    );
    this.draw();
  }

  draw = () => {
    const { store } = this;
    const all = store.sorted().filter((room) => room.joined || room.direct);
    redraw(this.named, ...all.filter((room) => !room.direct).map((room) => this.#row(room)));
    const direct = all.filter((room) => room.direct);
    redraw(this.direct, ...direct.map((room) => this.#row(room)), direct.length ? null : h('li', { class: 'none', text: t('no_conversations') }));
    const me = store.me;
    this.operate.hidden = me.rank !== 'owner' && me.rank !== 'moderator';
    this.operate.title = t('operate');
    this.operate.setAttribute('aria-label', t('operate'));
    fill(this.mine, avatar(me.name || '?', me.id), h('span', { class: 'who' }, h('span', { class: 'name', test: 'my-name', text: me.name || '…' }),
      h('small', { test: 'my-state', text: store.away ? t('away') : me.account ? t('signed_in') : t('guest') })), h('span', { class: 'hidden', text: t('account_of') }));
    this.mine.title = t('account_of');
  };

  /** @param {Room} room */
  #row(room) {
    const active = room.id === this.store.active;
    const label = room.direct ? room.label.slice(1) : room.label.slice(1);
    const unread = room.unread;
    return h(
      'li',
      { class: [active && 'active', unread && 'unread', room.mentions && 'mentioned'].filter(Boolean).join(' ') || null, test: 'room-' + room.label },
      h('a', { href: roomHref(room.label), 'aria-current': active ? 'page' : null, onclick: () => this.store.emit('drawer', null) },
        room.direct ? avatar(label, room.other || room.label) : h('span', { class: 'hash', 'aria-hidden': 'true', text: '#' }),
        h('span', { class: 'name', text: label }),
        !active && keep.get('draft.' + room.label) ? h('span', { class: 'draft', role: 'img', 'aria-label': t('draft'), title: t('draft'), test: 'draft-' + room.label }, icon('edit')) : null,
        unread ? h('span', { class: 'badge', test: 'unread-' + room.label, 'aria-label': t('unread', { n: unread }) + (room.mentions ? ', ' + t('mentions_you') : ''), role: 'img', text: unread > 99 ? '99+' : unread }) : null),
      room.label === '#general' ? null : h('button', { type: 'button', class: 'leave', 'aria-label': t(room.direct ? 'hide_room' : 'leave_room', { room: room.label }), title: t(room.direct ? 'hide_room' : 'leave_room', { room: room.label }), onclick: () => this.told.leave(room) }, icon('close')),
    );
  }
}
