// What is told outside the page: the title, desktop notifications for mentions and conversations, and new lines for screen readers.

import { h } from './dom.js';
import { oneLine } from './line.js';
import { roomHref } from './render.js';
import { keep } from './session.js';
import { t } from './words.js';

export class Notify {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.live = h('div', { class: 'hidden', 'aria-live': 'polite', role: 'status', test: 'live' });
    store.on('rooms', () => this.#title());
    store.on('active', () => this.#title());
    store.on('heard', ({ room, fact }) => this.#heard(room, fact));
    document.body.append(this.live);
  }

  static get can() {
    return 'Notification' in window && isSecureContext;
  }

  get on() {
    return Notify.can && Notification.permission === 'granted' && keep.get('notify') === 'yes';
  }

  /** Only ever asked for by a button. @param {boolean} on */
  async want(on) {
    if (on && Notify.can && Notification.permission !== 'granted') await Notification.requestPermission();
    keep.set('notify', on ? 'yes' : '');
    return this.on;
  }

  #title() {
    const { mentions, unread } = this.store.totals();
    const room = this.store.room?.label;
    document.title = (mentions ? `(${mentions}) ` : unread ? '• ' : '') + (room ? room + ' – ' : '') + 'causette';
  }

  /** @param {Room} room @param {Fact} fact */
  #heard(room, fact) {
    const away = document.hidden || !document.hasFocus();
    if (room.id === this.store.active) this.live.textContent = t('said', { name: fact.from, text: oneLine(fact.text ?? '', 300) });
    else if (room.direct || fact.mention) this.live.textContent = t('said_in', { name: fact.from, room: room.label, text: oneLine(fact.text ?? '', 120) });
    if (!this.on || !(room.direct || fact.mention) || !(away || room.id !== this.store.active)) return;
    const title = room.direct ? fact.from : t('mentioned_in', { name: fact.from, room: room.label });
    const options = { body: oneLine(fact.text ?? '', 200), tag: room.id, icon: '/page/icon-192.png', data: roomHref(room.label, fact.seq) };
    try {
      const note = new Notification(title, options);
      note.onclick = () => {
        focus();
        location.hash = options.data;
        note.close();
      };
    } catch {
      // Phones allow them from the service worker only.
      void navigator.serviceWorker?.ready.then((worker) => worker.showNotification(title, options));
    }
  }
}
