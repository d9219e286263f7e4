// Who is in the open room.

import { avatar, fill, h, iconButton, redraw, soon } from './dom.js';
import { t } from './words.js';

const ORDER = ['owner', 'moderator', 'member'];

export class Members {
  /**
   * @param {Store} store
   * @param {{whois: (name: string) => void}} told
   */
  constructor(store, told) {
    this.store = store;
    this.told = told;
    this.heading = h('div', { class: 'heading' });
    this.list = h('ul', null);
    this.others = h('p', { class: 'none', hidden: true });
    this.el = h('aside', { class: 'members', id: 'members', test: 'members' }, this.heading, this.list, this.others);
    store.on('members', (room) => room.id === store.active && soon(this.draw));
    store.on('active', () => soon(this.draw));
    store.on('me', () => soon(this.draw));
  }

  draw = () => {
    const room = this.store.room;
    this.el.setAttribute('aria-label', t('members'));
    const people = [...(room?.members.values() ?? [])].sort((a, b) => rank(a) - rank(b) || Number(a.away ?? false) - Number(b.away ?? false) || a.name.localeCompare(b.name));
    const count = Math.max(room?.count ?? 0, people.length);
    fill(this.heading, h('h2', { text: t('here', { n: count }) }), iconButton('close', t('close'), { class: 'icon-button only-narrow', onclick: () => this.store.emit('drawer', null) }));
    redraw(this.list, ...people.map((one) => this.#row(one)));
    this.others.hidden = count <= people.length;
    this.others.textContent = t('and_others', { n: count - people.length });
  };

  /** @param {Member} one */
  #row(one) {
    const notes = [one.id === this.store.me.id && t('you'), one.role && one.role !== 'member' && t('role_' + one.role), one.operator && t('operator'), one.away && t('away'), ...(one.doors ?? []).map((door) => t('by_' + door))].filter(Boolean).join(' · ');
    return h('li', null,
      h('button', { type: 'button', class: one.away ? 'member away' : 'member', test: 'member-' + one.name, onclick: () => this.told.whois(one.name) },
        avatar(one.name, one.id), h('span', { class: 'who' }, h('span', { class: 'name', text: one.name }), notes ? h('small', { text: notes }) : null)));
  }
}

/** @param {Member} one */
function rank(one) {
  const at = ORDER.indexOf(one.role ?? '');
  return at < 0 ? ORDER.length : at;
}
