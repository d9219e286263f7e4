// The WebSocket: one JSON object a message, answers found by their `ref`, and coming back by itself.

import { delay } from './backoff.js';

/** A connection that says nothing for this long after a ping is dead. */
const PING_MS = 25_000;
const PONG_MS = 12_000;

export class Link {
  /**
   * @param {string} url
   * @param {{message: (msg: Msg, asked: Msg|null) => void, state: (state: 'connecting'|'open'|'waiting'|'stopped', at: number) => void}} told
   */
  constructor(url, told) {
    this.url = url;
    this.told = told;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.attempt = 0;
    this.refs = 0;
    /** @type {Map<string, {asked: Msg, done: (msg: Msg) => void}>} */
    this.open = new Map();
    this.timer = 0;
    this.heart = 0;
    this.stopped = false;
    addEventListener('online', () => this.now());
    document.addEventListener('visibilitychange', () => !document.hidden && this.now());
  }

  connect() {
    clearTimeout(this.timer);
    this.#drop();
    this.stopped = false;
    this.told.state('connecting', 0);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onmessage = (event) => this.socket === socket && this.#read(event.data);
    socket.onclose = () => this.socket === socket && this.#lost();
    socket.onopen = () => this.#beat();
  }

  /** The server has said who I am: the connection works. */
  works() {
    this.attempt = 0;
    this.told.state('open', 0);
  }

  /** Without waiting any longer, if it waits. */
  now() {
    if (!this.socket && !this.stopped) this.connect();
  }

  /** For good, until `connect` is called. */
  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    this.#drop();
    this.told.state('stopped', 0);
  }

  get ready() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /**
   * @param {Msg} msg
   * @returns {Promise<Msg>} the first answer, or `{type: 'lost'}` if the connection ended before
   */
  ask(msg) {
    if (!this.ready) return Promise.resolve({ type: 'lost' });
    const ref = 'p' + ++this.refs;
    return new Promise((done) => {
      this.open.set(ref, { asked: msg, done });
      this.socket?.send(JSON.stringify({ ...msg, ref }));
    });
  }

  /** @param {string} data */
  #read(data) {
    this.#beat();
    /** @type {Msg} */
    let msg;
    try {
      msg = JSON.parse(data);
    } catch {
      return;
    }
    const found = typeof msg.ref === 'string' ? this.open.get(msg.ref) : undefined;
    if (found) this.open.delete(msg.ref);
    this.told.message(msg, found?.asked ?? null);
    found?.done(msg);
  }

  #lost() {
    this.#drop();
    if (this.stopped) return;
    const wait = delay(this.attempt++);
    this.told.state('waiting', Date.now() + wait);
    this.timer = window.setTimeout(() => this.connect(), wait);
  }

  #drop() {
    clearTimeout(this.heart);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    const open = [...this.open.values()];
    this.open.clear();
    for (const { done } of open) done({ type: 'lost' });
  }

  /** Asks whether the server is there once it has been silent for a while. */
  #beat() {
    clearTimeout(this.heart);
    this.heart = window.setTimeout(() => {
      void this.ask({ type: 'ping' });
      this.heart = window.setTimeout(() => this.#lost(), PONG_MS);
    }, PING_MS);
  }
}
