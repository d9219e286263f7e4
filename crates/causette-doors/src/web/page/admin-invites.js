// Invitations to make an account. The server keeps no list of them that could be read: a word is shown once, and #server says that one was made.

import { form, part, shortMoment, showCode, spanChoice } from './admin-parts.js';
import { w } from './admin-words.js';
import { fill, h } from './dom.js';


const WEEK = 7 * 86_400;

/** @param {import('./admin-parts.js').Ctx} ctx @returns {import('./admin-parts.js').Section} */
export function invites(ctx) {
  const span = spanChoice('invite-span', false, WEEK);
  const word = h('div');
  const list = h('ul', { class: 'list rows', test: 'invites-made' });
  /** @type {{made: string, until: string}[]} */
  const made = [];
  const draw = () => fill(list, ...made.map((one, i) => h('li', { class: 'entry' }, h('span', { class: 'who' }, h('strong', { text: w('invite_n', { n: i + 1, at: shortMoment(one.made) }) }), h('small', { text: w('until', { at: shortMoment(one.until) }) })))),
    made.length ? null : h('li', { class: 'none', text: w('no_invites') }));
  draw();
  return {
    el: h('div', { class: 'sections' },
      part(w('invite'), h('p', { class: 'hint', text: w('invite_hint') }),
        form({ test: 'invite', text: w('make_invite'), name: w('invite') }, [span.el], async () => {
          const code = await ctx.ask({ type: 'admin', wish: 'invite', seconds: Number(span.input.value) });
          if (code?.type !== 'code') return;
          showCode(word, code, w('invite_word'), `${location.origin}/#invite=${encodeURIComponent(code.code)}`);
          made.push({ made: new Date().toISOString(), until: code.until });
          ctx.say(w('invite_made'));
          draw();
        }), word),
      part(w('invites_here'), list)),
  };
}
