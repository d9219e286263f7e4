// The page put together: sidebar, open room, members; what opens what.

import { Actions } from './actions.js';
import { Api } from './api.js';
import { answered, news, Notes } from './answers.js';
import { closeDialog, dialogOpen } from './dialog.js';
import { fill, h, soon } from './dom.js';
import { Composer } from './composer.js';
import { Head } from './head.js';
import { listen } from './keys.js';
import { Link } from './link.js';
import { Members } from './members.js';
import { Notify } from './notify.js';
import { receive } from './receive.js';
import { readHash, roomHref } from './render.js';
import { Rooms } from './rooms.js';
import { Entry, keep } from './session.js';
import { Store } from './store.js';
import { Timeline } from './timeline.js';
import { Toolbar } from './toolbar.js';
import { Welcome } from './welcome.js';
import { setLang, t } from './words.js';

export class App {
  constructor() {
    const store = (this.store = new Store());
    this.api = new Api(store);
    const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
    this.link = new Link(scheme + location.host + '/ws', {
      message: (msg, asked) => this.#message(msg, asked),
      state: (state, at) => { store.link = { ...store.link, state, at }; store.emit('link'); },
    });
    this.actions = new Actions(store, this.link);
    this.entry = new Entry(store, this.link, this.actions, this.api);
    this.notify = new Notify(store);
    this.notes = new Notes(store);
    this.timeline = new Timeline(store, this.actions, this.entry);
    this.composer = new Composer(store, this.actions, () => this.tools());
    this.toolbar = new Toolbar(store, this.timeline.list, this.composer, (what, arg) => this.show(what, arg));
    this.rooms = new Rooms(store, { show: (what, arg) => this.show(what, arg), leave: (room) => this.#leave(room) });
    this.members = new Members(store, { whois: (name) => this.show('person', name) });
    this.head = new Head(this);
    this.banner = h('div', { class: 'banner', role: 'status', test: 'banner', hidden: true });
    this.typing = h('div', { class: 'typing', test: 'typing', 'aria-live': 'off' });
    this.welcome = new Welcome(store, (what) => this.show(what));
    this.main = h('main', { class: 'chat' }, this.head.el, this.banner, this.timeline.el, this.typing, this.welcome.el, this.composer.el);
    this.shade = h('div', { class: 'shade', onclick: () => this.drawer(null) });
    this.el = h('div', { class: 'app', test: 'app' }, this.rooms.el, this.main, this.members.el, this.shade, this.notes.el);
    if (keep.get('members') === 'no') this.el.classList.add('no-members');
    /** Where the address wants to go once the room is there. @type {{label: string, seq: number|null}|null} */
    this.goal = null;
    this.#listen();
    this.words();
  }

  #listen() {
    const { store } = this;
    store.on('active', () => {
      soon(() => this.head.draw());
      const room = store.room;
      if (room?.direct && this.link.ready) void this.link.ask({ type: 'who', room: room.label });
    });
    store.on('room', (room) => room.id === store.active && soon(() => this.head.draw()));
    store.on('members', (room) => room.id === store.active && soon(() => this.head.draw()));
    store.on('typing', () => soon(() => this.#typing()));
    store.on('link', () => this.#banner());
    store.on('drawer', (which) => this.drawer(which));
    store.on('sent', () => {
      if (store.room) Object.assign(store.room, { marker: null, news: 0 });
      this.timeline.toEnd();
    });
    // What comes while one looks elsewhere, or reads further up, is new when one comes back.
    store.on('heard', ({ room, fact }) => {
      const elsewhere = document.hidden || !document.hasFocus();
      if (room.id !== store.active || (this.timeline.end && !elsewhere)) return;
      if (room.marker === null || (elsewhere && room.unread === 1)) [room.marker, room.news] = [fact.seq - 1, 1];
      else if (room.news) room.news++;
    });
    store.on('rooms', () => this.#remember());
    store.on('begun', () => this.#begun());
    store.on('renamed', (room) => { history.replaceState(null, '', roomHref(room.label)); this.composer.words(); });
    store.on('must_sign_in', () => this.show('sign-in'));
    addEventListener('hashchange', () => this.#address());
    setInterval(() => { this.#typing(); this.#banner(); }, 1000);
    listen(this);
  }

  async start() {
    document.body.append(this.el);
    this.entry.wanted = JSON.parse(keep.get('rooms', sessionStorage) || '["#general"]');
    const word = /^#(word|invite)=(.+)$/.exec(location.hash);
    if (word) history.replaceState(null, '', '/');
    else this.#address();
    const known = this.api.session();
    if (!word) this.link.connect();
    await known;
    if (!keep.get('lang') && !/^(en|fr)/i.test(navigator.language)) await this.lang(this.store.session.lang, false);
    if (word?.[1] === 'word') {
      const why = await this.api.call('POST', '/api/session', { word: decodeURIComponent(word[2]) });
      if (why) this.notes.add(why, 'refused');
    }
    if (word) this.link.connect();
    if (word?.[1] === 'invite') this.show('invited', decodeURIComponent(word[2]));
  }

  /** @param {Msg} msg @param {Msg|null} asked */
  #message(msg, asked) {
    if (msg.type === 'welcome') {
      if (!asked) void this.entry.welcome(msg);
      return;
    }
    if (msg.type === 'goodbye') return this.#goodbye(msg);
    receive(this.store, msg, asked);
    if (!asked) news(msg, this.store, (label) => this.open(label));
    if (msg.type === 'is_away' && asked) news(msg, this.store, () => {});
  }

  /** @param {Msg} msg */
  #goodbye(msg) {
    this.store.link.text = msg.text;
    if (msg.why === 'ended') void this.#changed();
    else if (['elsewhere', 'banned', 'erased', 'quit'].includes(msg.why)) this.link.stop();
    else this.#banner();
  }

  /** @returns {Tools} */
  tools() {
    const { store, actions } = this;
    const note = (/** @type {string} */ text) => this.notes.add(text);
    return {
      store, actions, room: store.room, note,
      ask: async (msg) => answered(await actions.ask(msg), note),
      open: (label, secret) => this.open(label, secret),
      show: (what, arg) => this.show(what, arg),
      leave: (room) => void this.#leave(room),
      jump: (seq) => void (store.room && this.timeline.jump(store.room, seq)),
    };
  }

  /** Somebody else from here on: another connection, the same page. */
  async #changed() {
    await this.api.session();
    keep.forget();
    const labels = [...this.store.rooms.values()].filter((room) => !room.direct && room.joined).map((room) => room.label);
    const active = this.store.room?.label;
    this.store.rooms.clear();
    this.store.pending = [];
    this.store.away = '';
    this.store.activate('');
    this.entry.wanted = labels.length ? labels : ['#general'];
    this.goal = active ? { label: active, seq: null } : null;
    this.link.connect();
  }

  /** Opens a dialog; its module is read when it is first wanted. @param {string} what @param {string} [arg] */
  show(what, arg = '') {
    this.drawer(null);
    if (what === 'lang') return void this.lang(arg || (document.documentElement.lang === 'fr' ? 'en' : 'fr'));
    this.#show(what, arg).catch(() => this.notes.add(t('not_connected'), 'refused'));
  }

  /** @param {string} what @param {string} arg */
  async #show(what, arg) {
    const tools = this.tools();
    if (what === 'search') (await import('./search.js')).searchDialog(tools, arg);
    else if (what === 'operate') await (await import('./admin.js')).operate(tools);
    else if (what === 'settings') (await import('./settings.js')).settingsDialog({ notify: this.notify, lang: (to) => this.lang(to) });
    else if (['help', 'rooms', 'people', 'person', 'about', 'make', 'delete', 'react'].includes(what)) (await import('./dialogs.js')).showDialog(what, arg, tools);
    else {
      const { accountDialog, passwordDialog, signInDialog } = await import('./signin.js');
      const door = { tools, api: this.api, changed: () => void this.#changed() };
      if (what === 'password' && this.store.me.account) passwordDialog(door);
      else if (what === 'invited') signInDialog(door, 'register', arg);
      else if (what === 'sign-in' && !this.store.me.account) signInDialog(door, arg === 'register' ? 'register' : 'login');
      else accountDialog(door);
    }
  }

  /** Enters a room or opens a conversation. @param {string} label @param {string} [secret] */
  async open(label, secret = '') {
    const room = this.store.labelled(label);
    if (label.startsWith('@')) return this.#go((room ?? this.store.intend(label)).label);
    if (room?.joined) return this.#go(room.label);
    const answer = await this.entry.join(label, secret);
    if (answer.type === 'joined') this.#go(answer.room);
    else this.notes.add(answer.text ?? t('not_connected'), 'refused');
  }

  /** @param {string} label */
  #go(label) {
    const to = roomHref(label);
    // At once: whoever says something next says it there. The browser tells of the address only later.
    if (location.hash !== to) location.hash = to;
    this.#address();
    if (matchMedia('(min-width: 720px)').matches) this.composer.focus();
  }

  /** What the address says is open. */
  #address() {
    const goal = readHash(location.hash);
    if (!goal) return;
    if (dialogOpen()) closeDialog();
    const room = this.store.labelled(goal.label);
    if (!room || (!room.direct && !room.joined)) {
      this.goal = goal;
      if (this.store.link.state === 'open') void this.#visit(goal);
      return;
    }
    if (room.id !== this.store.active) this.store.activate(room.id);
    if (goal.seq) this.#jump(room.label, goal.seq);
  }

  /** A link leads to where one is not yet. A room that nobody has made is made when somebody says so, not by a link. @param {{label: string, seq: number|null}} goal */
  async #visit({ label, seq }) {
    this.goal = null;
    const known = label.startsWith('@') ? null : await this.link.ask({ type: 'about', room: label });
    if (known?.type === 'refused' && ['no_such_room', 'bad_room'].includes(known.code)) {
      const here = this.store.room;
      history.replaceState(null, '', here ? roomHref(here.label) : '/');
      return known.code === 'bad_room' ? this.notes.add(known.text, 'refused') : this.show('make', label);
    }
    await this.open(label);
    if (seq) this.#jump(label, seq);
  }

  /** @param {string} label @param {number} seq */
  #jump(label, seq) {
    const room = this.store.labelled(label);
    history.replaceState(null, '', roomHref(label));
    if (room) void this.timeline.jump(room, seq);
  }

  #begun() {
    const goal = this.goal;
    this.goal = null;
    if (goal?.label.startsWith('@')) this.store.intend(goal.label);
    const there = goal && this.store.labelled(goal.label);
    const elsewhere = Boolean(goal && !(there && (there.direct || there.joined)));
    const room = (!elsewhere && there) || this.store.room || this.store.sorted().find((one) => one.joined);
    if (room && room.id !== this.store.active) {
      if (readHash(location.hash)?.label !== room.label) history.replaceState(null, '', roomHref(room.label));
      this.store.activate(room.id);
    }
    if (goal && elsewhere) void this.#visit(goal);
    else if (goal?.seq) this.#jump(goal.label, goal.seq);
    if (this.store.room) this.store.emit('room', this.store.room);
    if (document.activeElement === document.body && matchMedia('(min-width: 720px)').matches) this.composer.focus();
  }

  #remember() {
    const labels = [...this.store.rooms.values()].filter((room) => !room.direct && room.joined).map((room) => room.label);
    if (labels.length) keep.set('rooms', JSON.stringify(labels), sessionStorage);
  }

  /** @param {Room} room */
  async #leave(room) {
    if (room.direct) this.store.forget(room);
    else await this.actions.ask({ type: 'leave', room: room.label });
    const next = this.store.room;
    if (next) this.#go(next.label);
  }

  /** @param {number} by @param {boolean} unread only rooms with something to read */
  neighbour(by, unread) {
    const all = this.store.sorted().filter((room) => room.joined || room.direct);
    const list = unread ? all.filter((room) => room.unread || room.id === this.store.active) : all;
    const at = list.findIndex((room) => room.id === this.store.active);
    const next = list[(at + by + list.length) % list.length];
    if (next) this.#go(next.label);
  }

  /** @param {'rooms'|'members'|null} which @returns {boolean} whether one was open */
  drawer(which) {
    const was = this.el.dataset.drawer;
    if (which) this.el.dataset.drawer = which;
    else delete this.el.dataset.drawer;
    for (const one of ['rooms', 'members']) this.head.el.querySelector(`[aria-controls=${one}]`)?.setAttribute('aria-expanded', String(which === one));
    return Boolean(was);
  }

  /** @param {string} to @param {boolean} [chosen] */
  async lang(to, chosen = true) {
    await setLang(to);
    if (chosen) keep.set('lang', document.documentElement.lang);
    void this.link.ask({ type: 'lang', to: document.documentElement.lang });
    this.words();
  }

  words() {
    for (const view of [this.rooms, this.composer, this.timeline]) view.words();
    this.members.draw();
    this.head.draw();
    this.welcome.draw();
    this.#banner();
    this.shade.setAttribute('aria-hidden', 'true');
  }

  #typing() {
    const now = Date.now();
    const who = [...(this.store.room?.typing.values() ?? [])].filter((one) => one.until > now).map((one) => one.name);
    const text = who.length === 0 ? '' : who.length > 3 ? t('many_type') : t('types', { names: who.join(', '), n: who.length });
    if (this.typing.textContent !== text) this.typing.textContent = text;
  }

  #banner() {
    const { state, at, text } = this.store.link;
    const known = Boolean(this.store.me.id);
    const was = this.banner.dataset.state;
    this.banner.hidden = state === 'open' || (state === 'connecting' && !known);
    this.banner.dataset.state = state;
    if (state === 'open') this.store.link.text = '';
    if (this.banner.hidden) return this.banner.replaceChildren();
    const wait = Math.max(0, Math.ceil((at - Date.now()) / 1000));
    const words = state === 'stopped' ? text : state === 'connecting' ? t('reconnecting') : (text ? text + ' ' : '') + t('reconnect_in', { n: wait });
    if (was === state && this.banner.firstChild?.textContent === words) return;
    fill(this.banner, h('span', { text: words }), state === 'connecting' ? null : h('button', { type: 'button', class: 'link', test: 'reconnect', onclick: () => this.link.connect(), text: t('reconnect') }));
  }
}
