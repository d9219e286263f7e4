// Where one writes. Enter sends, Shift+Enter is a new line, a paste of several lines stays one message, drafts survive a reload.

import { fill, h, icon, iconButton } from './dom.js';
import { COMMANDS, run } from './commands.js';
import { beginsSign, complete } from './complete.js';
import { oneLine } from './line.js';
import { keep } from './session.js';
import { getLang, t } from './words.js';

export class Composer {
  /**
   * @param {Store} store
   * @param {Actions} actions
   * @param {() => Tools} tools
   */
  constructor(store, actions, tools) {
    this.store = store;
    this.actions = actions;
    this.tools = tools;
    this.roomId = '';
    /** @type {Aim|null} */
    this.aim = null;
    /** @type {Completion|null} */
    this.offer = null;
    this.chosen = 0;
    /** Signs by name, once they were wanted. @type {[string, string, string][]|undefined} */
    this.signs = undefined;
    this.box = h('textarea', {
      rows: 1, test: 'composer', id: 'composer', 'aria-autocomplete': 'list', 'aria-controls': 'choices', enterkeyhint: 'send', autocomplete: 'off', spellcheck: 'true',
      oninput: (/** @type {InputEvent} */ e) => { this.#changed(); if (e.inputType === 'insertFromPaste') this.#pasted(); },
      onkeydown: (/** @type {KeyboardEvent} */ e) => this.#key(e), onblur: () => setTimeout(() => this.#offer(null), 150),
      onclick: () => this.#suggest(),
    });
    this.choices = h('ul', { class: 'choices', id: 'choices', role: 'listbox', test: 'choices', hidden: true });
    this.aimed = h('div', { class: 'aim', test: 'aim', hidden: true });
    this.hint = h('div', { class: 'composer-hint' });
    this.sendButton = h('button', { type: 'submit', class: 'send', test: 'send' }, icon('send'));
    this.el = h('form', { class: 'composer', onsubmit: (/** @type {Event} */ e) => { e.preventDefault(); this.send(); } }, this.choices, this.aimed, h('div', { class: 'box' }, this.box, this.sendButton), this.hint);
    store.on('active', () => this.#enter());
    // A text that fits in one line may need two when the page becomes narrower.
    let width = 0;
    new ResizeObserver(() => {
      if (this.box.clientWidth === width) return;
      width = this.box.clientWidth;
      requestAnimationFrame(() => this.#grow());
    }).observe(this.box);
    store.on('rewrite', (text) => { this.target(null); this.box.value = text; this.#changed(); this.focus(); });
    this.words();
  }

  words() {
    const room = this.store.room;
    this.box.placeholder = room ? t('write_in', { room: room.label }) : t('write');
    this.box.setAttribute('aria-label', this.box.placeholder);
    this.choices.setAttribute('aria-label', t('suggestions'));
    this.sendButton.setAttribute('aria-label', t('send'));
    this.sendButton.title = t('send');
    this.#aims();
    this.#grow();
  }

  focus() {
    this.box.focus();
  }

  /** @param {Aim|null} aim */
  target(aim) {
    // What was half written waits while an older message is changed.
    if (this.aim?.kind === 'edit') this.box.value = this.#draft();
    this.aim = aim;
    if (aim?.kind === 'edit') this.box.value = aim.text;
    this.#aims();
    this.#grow();
    this.box.focus();
    this.box.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  send() {
    const room = this.store.room;
    const text = this.box.value.replace(/\s+$/, '');
    if (!room || !text.trim()) return;
    const aim = this.aim;
    const edits = aim?.kind === 'edit';
    if (!edits && isCommand(text)) {
      // Emptied first: a command may open another room, with another draft.
      this.box.value = '';
      this.#save();
      if (!run(text, this.tools())) {
        this.box.value = text;
        return this.#changed();
      }
      this.aim = null;
    } else {
      if (!edits) void this.actions.say(room, text.startsWith('//') ? text.slice(1) : text, { reply_to: aim?.seq ?? null });
      else if (text !== aim.text) void this.actions.edit(room, aim.seq, text);
      this.aim = null;
      this.box.value = edits ? this.#draft() : '';
    }
    this.#aims();
    this.#changed();
  }

  #enter() {
    this.#save();
    this.roomId = this.store.active;
    this.aim = null;
    this.box.value = this.#draft();
    this.#offer(null);
    this.words();
  }

  #draft() {
    return keep.get('draft.' + (this.store.room?.label ?? ''));
  }

  #save() {
    const label = this.store.rooms.get(this.roomId)?.label;
    if (label && this.aim?.kind !== 'edit') keep.set('draft.' + label, this.box.value);
  }

  #changed() {
    this.#save();
    this.#grow();
    this.#suggest();
    const room = this.store.room;
    if (room && this.aim?.kind !== 'edit') this.actions.typing(room, this.box.value.trim() !== '' && !this.box.value.startsWith('/'));
  }

  #grow() {
    this.box.style.height = 'auto';
    this.box.style.height = this.box.scrollHeight + 2 + 'px';
    const bytes = new TextEncoder().encode(this.box.value).length;
    const most = this.store.limits.text;
    this.hint.textContent = bytes > most * 0.8 ? t('bytes', { n: bytes, most }) : '';
    this.hint.classList.toggle('over', bytes > most);
    this.sendButton.disabled = this.box.value.trim() === '';
  }

  /** Code that was pasted can be sent as a block, so that nothing in it is read as formatting. */
  #pasted() {
    const text = this.box.value;
    if (!text.includes('\n') || text.includes('```')) return;
    this.hint.replaceChildren(h('button', {
      type: 'button', class: 'link', test: 'as-code', text: t('as_code'),
      onclick: () => { this.box.value = '```\n' + text.replace(/\n+$/, '') + '\n```'; this.#changed(); this.box.focus(); },
    }));
  }

  #aims() {
    const aim = this.aim;
    this.aimed.hidden = !aim;
    if (!aim) return fill(this.aimed);
    fill(this.aimed, icon(aim.kind === 'edit' ? 'edit' : 'reply'), h('span', null, h('strong', { text: t(aim.kind === 'edit' ? 'editing' : 'replying', { n: aim.seq, name: aim.name }) }), ' ' + oneLine(aim.text, 80)),
      iconButton('close', t('cancel'), { test: 'cancel-aim', onclick: () => this.target(null) }));
  }

  #suggest() {
    const room = this.store.room;
    const { value, selectionStart, selectionEnd } = this.box;
    if (selectionStart !== selectionEnd) return this.#offer(null);
    if (!this.signs && beginsSign(value.slice(0, selectionStart ?? 0))) {
      void import('./emoji.js').then(({ EMOJI }) => { this.signs = EMOJI; this.#suggest(); }, () => {});
    }
    const spoke = [...(room?.log.facts.values() ?? [])].slice(-200).map((fact) => fact.from);
    const names = [...new Set([...[...(room?.members.values() ?? [])].map((m) => m.name), ...spoke])].filter((name) => name !== this.store.me.name);
    const rooms = this.store.sorted().filter((one) => !one.direct).map((one) => one.label);
    const commands = COMMANDS.map((one) => ({ name: getLang() === 'fr' ? one.fr : one.name, hint: t('cmd_' + one.name) }));
    const offer = complete(value, selectionStart ?? 0, { names: names.sort((a, b) => a.localeCompare(b)), rooms, commands, signs: this.signs });
    const done = offer?.choices.length === 1 && value.slice(offer.from, offer.to) === offer.choices[0].label;
    this.#offer(done ? null : offer);
  }

  /** @param {Completion|null} offer */
  #offer(offer) {
    this.offer = offer;
    this.chosen = 0;
    this.choices.hidden = !offer;
    fill(this.choices, ...(offer?.choices ?? []).map((choice, i) =>
      h('li', { id: 'choice-' + i, role: 'option', onmousedown: (/** @type {Event} */ e) => { e.preventDefault(); this.#take(i); } }, h('span', { text: choice.label }), h('small', { text: choice.hint }))));
    this.#mark();
  }

  #mark() {
    [...this.choices.children].forEach((li, i) => li.setAttribute('aria-selected', String(i === this.chosen)));
    if (this.offer) this.box.setAttribute('aria-activedescendant', 'choice-' + this.chosen);
    else this.box.removeAttribute('aria-activedescendant');
    this.choices.children[this.chosen]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {number} i */
  #take(i) {
    const choice = this.offer?.choices[i];
    if (!this.offer || !choice) return;
    this.box.setRangeText(choice.insert, this.offer.from, this.offer.to, 'end');
    this.#changed();
    this.#offer(null);
  }

  /** @param {KeyboardEvent} e */
  #key(e) {
    if (e.isComposing) return;
    if (this.offer && ['ArrowDown', 'ArrowUp', 'Tab', 'Enter', 'Escape'].includes(e.key) && !e.shiftKey) {
      const command = this.box.value.startsWith('/') && this.offer.from === 0;
      if (e.key === 'Enter' && command && COMMANDS.some((one) => ['/' + one.name, '/' + one.fr].includes(this.box.value.trim()))) return this.#enterKey(e);
      e.preventDefault();
      const n = this.offer.choices.length;
      if (e.key === 'ArrowDown') this.chosen = (this.chosen + 1) % n;
      else if (e.key === 'ArrowUp') this.chosen = (this.chosen + n - 1) % n;
      else if (e.key === 'Escape') return e.stopPropagation(), this.#offer(null);
      else return this.#take(this.chosen);
      return this.#mark();
    }
    if (e.key === 'Enter' && !e.shiftKey && !e.altKey) this.#enterKey(e);
    else if (e.key === 'Escape' && this.aim) this.target(null);
    else if (e.key === 'ArrowUp' && this.box.value === '' && !e.altKey && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      this.store.emit('edit_last');
    }
  }

  /** @param {Event} e */
  #enterKey(e) {
    e.preventDefault();
    this.#offer(null);
    this.send();
  }
}

/** @param {string} text */
function isCommand(text) {
  return (text.startsWith('/') && !text.startsWith('//') && !text.includes('\n')) || /^\/[a-zé]+\s/i.test(text);
}
