// One line of a room as an element: a message, a deed, a day, a send under way.

import { avatar, h, hue } from './dom.js';
import { blocks, roomHref } from './render.js';
import { clock, dayName, moment, t } from './words.js';

/** @param {Item} item @param {Ctx} ctx @returns {HTMLElement} */
export function lineOf(item, ctx) {
  switch (item.kind) {
    case 'day':
      return h('div', { class: 'rule day', role: 'separator' }, h('span', { text: dayName(item.at) }));
    case 'new':
      return h('div', { class: 'rule new', role: 'separator', test: 'new-line' }, h('span', { text: t('new_lines') }));
    case 'begin':
      return h('div', { class: 'begin', test: 'begin' }, h('strong', { text: ctx.room.label }), h('span', { text: ctx.room.direct ? t('begin_direct', { room: ctx.room.label }) : t('begin_room') }));
    case 'expired':
      return h('div', { class: 'begin' }, h('span', { text: t('expired', { n: ctx.room.log.expired ?? 0 }) }));
    case 'more':
      return h('div', { class: 'more', text: t('loading_older') });
    case 'pending':
      return sending(item, ctx);
    default:
      return fact(item, ctx);
  }
}

/** @param {Extract<Item, {kind: 'fact'}>} item @param {Ctx} ctx */
function fact({ fact, grouped }, ctx) {
  const seq = fact.seq;
  const log = ctx.room.log;
  const gone = fact.type === 'gone' ? fact.why : log.deleted.has(seq) && (fact.type === 'message' || fact.type === 'answer') ? 'deleted' : '';
  const spoken = (fact.type === 'message' && fact.style !== 'action') || fact.type === 'answer' || fact.type === 'gone';
  if (!spoken && !gone) return deed(fact, ctx);
  const at = new Date(fact.at);
  const edit = log.edits.get(seq);
  const text = edit?.text ?? fact.text ?? '';
  const own = fact.from_id === ctx.me.id;
  const content = gone
    ? [h('p', { class: 'gone', text: goneWords(gone, log.deleted.get(seq)) })]
    : blocks(fact.type === 'answer' ? '= ' + text : text, { me: ctx.me.name });
  if (edit && !gone) content.at(-1)?.append(h('span', { class: 'edited', title: t('edited_by', { seq: edit.seq }), text: ' ' + t('edited') }));
  return h(
    'article',
    { class: cls('line', grouped && 'grouped', own && 'own', fact.mention && !gone && 'speaks-to-me', fact.style === 'notice' && 'notice'), test: 'line-' + seq, 'data-seq': seq, tabindex: -1 },
    grouped ? h('span', { class: 'gutter', 'aria-hidden': 'true', text: clock(at) }) : avatar(fact.from, fact.from_id),
    h(
      'div',
      { class: 'body' },
      grouped ? null : h('header', null, h('span', { class: 'from ' + hue(fact.from_id), text: fact.from }), h('time', { datetime: fact.at, title: moment(at), text: clock(at) })),
      fact.reply_to ? quoted(fact.reply_to, ctx) : null,
      h('div', { class: 'text', test: 'text' }, ...content),
      gone ? null : marks(seq, ctx),
    ),
    meta(fact, own && !gone, ctx),
  );
}

/** Its number, and that it is saved. @param {Fact} fact @param {boolean} own @param {Ctx} ctx */
function meta(fact, own, ctx) {
  return h(
    'span',
    { class: 'meta' },
    h('a', { class: 'number', href: roomHref(ctx.room.label, fact.seq), title: t('number', { n: fact.seq }), 'aria-label': t('number', { n: fact.seq }), tabindex: -1, text: fact.seq }),
    own ? h('span', { class: 'saved', test: 'saved', role: 'img', 'aria-label': t('saved'), title: t('saved'), text: '✓' }) : null,
  );
}

/** @param {Extract<Item, {kind: 'pending'}>} item @param {Ctx} ctx */
function sending({ send, grouped }, ctx) {
  const state = send.state;
  return h(
    'article',
    { class: cls('line', 'own', 'pending', state, grouped && 'grouped'), test: 'pending', 'data-state': state, 'data-key': send.key, tabindex: -1 },
    grouped ? h('span', { class: 'gutter' }) : avatar(ctx.me.name, ctx.me.id),
    h(
      'div',
      { class: 'body' },
      grouped ? null : h('header', null, h('span', { class: 'from ' + hue(ctx.me.id), text: ctx.me.name })),
      send.reply_to ? quoted(send.reply_to, ctx) : null,
      h('div', { class: 'text' }, ...blocks(send.calc ? '/calc ' + send.text : send.text, { me: '' })),
      state === 'sending'
        ? null
        : h(
            'p',
            { class: 'not-saved', role: 'alert' },
            h('strong', { text: t(state === 'failed' ? 'not_saved' : 'outcome_unknown') + ' ' }),
            send.why + ' ',
            h('button', { type: 'button', class: 'link', test: 'retry', onclick: () => ctx.retry(send), text: t('retry') }),
            ' ',
            h('button', { type: 'button', class: 'link', test: 'rewrite', onclick: () => ctx.rewrite(send), text: t('rewrite') }),
            ' ',
            h('button', { type: 'button', class: 'link', test: 'discard', onclick: () => ctx.discard(send), text: t('discard') }),
          ),
    ),
    state === 'sending' ? h('span', { class: 'meta', test: 'sending', text: t('sending') }) : null,
  );
}

/** What it answers. @param {number} seq @param {Ctx} ctx */
function quoted(seq, ctx) {
  const to = ctx.room.log.facts.get(seq);
  const text = to && to.type !== 'gone' && !ctx.room.log.deleted.has(seq) ? ctx.room.log.edits.get(seq)?.text ?? to.text ?? '' : '';
  return h(
    'a',
    { class: 'quoted', href: roomHref(ctx.room.label, seq) },
    h('span', { 'aria-hidden': 'true', text: '↪ ' }),
    h('span', { class: 'hidden', text: t('answers', { n: seq }) + ' ' }),
    h('strong', { text: to ? to.from : t('number', { n: seq }) }),
    text ? ' ' + oneLine(text, 120) : null,
  );
}

/** @param {number} seq @param {Ctx} ctx */
function marks(seq, ctx) {
  const all = [...(ctx.room.log.marks.get(seq) ?? [])]
    .map(([mark, fans]) => ({ mark, who: [...fans].filter(([, fan]) => fan.on) }))
    .filter(({ who }) => who.length);
  if (!all.length) return null;
  return h(
    'div',
    { class: 'marks' },
    ...all.map(({ mark, who }) => {
      const names = who.map(([, fan]) => fan.name).join(', ');
      const mine = who.some(([id]) => id === ctx.me.id);
      return h(
        'button',
        { type: 'button', class: 'mark-chip', 'aria-pressed': String(mine), title: names, test: 'mark-' + mark, onclick: () => ctx.react(seq, mark) },
        h('span', { text: mark }),
        h('span', { class: 'n', text: ` ${who.length}` }),
        h('span', { class: 'hidden', text: ' ' + t('reaction', { names }) }),
      );
    }),
  );
}

/** Something that was done, not said: one quiet line. @param {Fact} fact @param {Ctx} ctx */
function deed(fact, ctx) {
  const action = fact.type === 'message';
  return h(
    'article',
    { class: cls('line', 'deed', fact.mention && 'speaks-to-me'), test: 'line-' + fact.seq, 'data-seq': fact.seq, tabindex: -1 },
    h('span', { class: 'gutter', 'aria-hidden': 'true', text: clock(new Date(fact.at)) }),
    h(
      'div',
      { class: 'body' },
      action
        ? h('div', { class: 'text action', test: 'text' }, h('strong', { text: fact.from + ' ' }), ...unwrap(blocks(ctx.room.log.edits.get(fact.seq)?.text ?? fact.text, { me: ctx.me.name })))
        : h('div', { class: 'text', test: 'text', text: deedWords(fact).trim() }),
      marks(fact.seq, ctx),
    ),
    meta(fact, action && fact.from_id === ctx.me.id, ctx),
  );
}

/** @param {HTMLElement[]} list */
function unwrap(list) {
  return list.length === 1 && list[0].tagName === 'P' ? [...list[0].childNodes] : list;
}

/** A fact as a sentence; one that is not known, as far as it explains itself. @param {Fact} fact @returns {string} */
export function deedWords(fact) {
  const who = fact.name ?? fact.mask ?? fact.id ?? '';
  const why = fact.why ? t('because', { why: fact.why }) : '';
  const vars = { by: fact.from, who, why, text: fact.text ?? '', role: t('role_' + (fact.role ?? 'none')), mask: fact.mask ?? '', room: fact.opened ?? fact.to ?? '', was: fact.was ?? '' };
  switch (fact.type) {
    case 'topic':
      return t(fact.text ? 'deed_topic' : 'deed_no_topic', vars);
    case 'mode':
      return t('deed_mode', { ...vars, value: modeWords(fact.mode, fact.value) });
    case 'modes':
      return t('deed_mode', { ...vars, value: Object.entries(fact.modes ?? {}).map(([mode, value]) => modeWords(mode, value)).join(', ') });
    case 'exempted':
    case 'welcomed':
      return t(`deed_${fact.type}${fact.on === false ? '_off' : ''}`, vars);
    case 'invited': case 'kicked': case 'banned': case 'unbanned': case 'muted': case 'unmuted': case 'role': case 'reset': case 'member_joined':
    case 'member_left': case 'room_profile': case 'room_opened': case 'room_renamed': case 'account_made': case 'account_erased': case 'noted': case 'tagged':
      return t('deed_' + fact.type, vars);
    default:
      return t('deed_unknown', { ...vars, type: fact.type });
  }
}

/** What a mode is set to. @param {string} mode @param {unknown} value */
export function modeWords(mode, value) {
  const is = value === true ? t('on') : value === false || value === null || value === 0 ? t('off') : String(value);
  return t('mode_is', { mode: t('mode_' + mode).replace(/^mode_/, ''), value: is });
}

/** @param {string} why @param {Fact|undefined} by */
function goneWords(why, by) {
  const because = by?.why ? ' ' + t('because', { why: by.why }) : '';
  return t(why === 'ignored' ? 'gone_ignored' : why === 'erased' ? 'gone_erased' : 'gone_deleted') + because;
}

/** @param {string} text @param {number} most */
export function oneLine(text, most) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? [...line].slice(0, most).join('') + '…' : line;
}

/** @param {...(string|false|null|undefined)} names */
function cls(...names) {
  return names.filter(Boolean).join(' ');
}
