// To a guest who comes for the first time: who they are here, and how to be somebody. Said once; whoever chose a name or closed it does not see it again.

import { fill, h, iconButton } from './dom.js';
import { keep } from './session.js';
import { t } from './words.js';

export class Welcome {
  /** @param {Store} store @param {(what: string) => void} show */
  constructor(store, show) {
    this.store = store;
    this.show = show;
    this.el = h('div', { class: 'welcome', role: 'note', test: 'welcome', hidden: true });
    for (const what of ['me', 'begun']) store.on(what, () => this.draw());
  }

  draw() {
    const { store, show } = this;
    const { me, session } = store;
    this.el.hidden = !me.id || me.account || session.name !== null || !session.guests || Boolean(keep.get('name') || keep.get('welcomed'));
    if (this.el.hidden) return;
    const link = (/** @type {string} */ what, /** @type {string} */ word) => h('button', { type: 'button', class: 'link', test: 'welcome-' + what, onclick: () => show(what), text: t(word) });
    fill(this.el, h('span', { text: t('hello', { name: me.name }) }), link('account', 'choose_name'), link('sign-in', 'sign_in'),
      iconButton('close', t('not_now'), { test: 'welcome-close', onclick: () => { keep.set('welcomed', 'yes'); this.draw(); } }));
  }
}
