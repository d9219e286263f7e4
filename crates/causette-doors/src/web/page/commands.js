// The `/commands`: the same words as at the line door, each one JSON object or something the page shows itself.

import { nearest } from './complete.js';
import { t } from './words.js';

/** @param {string} rest @returns {[string, string]} the first word and what follows */
function first(rest) {
  const at = rest.search(/\s/);
  return at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at).trim()];
}

/** @param {string} word */
const person = (word) => word.replace(/^@/, '');
/** @param {string} word */
const hash = (word) => (/^[@#]/.test(word) ? word : '#' + word);

/**
 * `NAME [10m] [why]` for the room that is open.
 * @param {string} type @param {boolean} [timed]
 * @returns {Command['run']}
 */
function govern(type, timed = false) {
  return ({ ask, room }, rest) => {
    const [name, more] = first(rest);
    const span = timed ? /^(\d+)([smhd])?(?:\s+|$)/.exec(more) : null;
    const seconds = span ? Number(span[1]) * { s: 1, m: 60, h: 3600, d: 86400 }[/** @type {'s'} */ (span[2] ?? 'm')] : undefined;
    const why = span ? more.slice(span[0].length) : more;
    return ask({ type, room: room?.label, ...(name.includes('*') ? { mask: name } : { name: person(name) }), ...(seconds ? { seconds } : {}), ...(why ? { why } : {}) });
  };
}

/** @param {string} role @returns {Command['run']} */
function role(role) {
  return ({ ask, room }, rest) => ask({ type: 'role', room: room?.label, name: person(first(rest)[0]), role });
}

/** @param {string} type @returns {Command['run']} `N TEXT` of the room that is open */
function numbered(type) {
  return ({ ask, room }, rest) => {
    const [n, text] = first(rest);
    const more = type === 'edit' ? { text } : type === 'react' ? { mark: text } : text ? { why: text } : {};
    return ask({ type, room: room?.label, seq: Number(n), ...more });
  };
}

/** @type {Command[]} */
export const COMMANDS = [
  { name: 'help', fr: 'aide', run: ({ show }) => show('help') },
  { name: 'nick', fr: 'pseudo', run: async ({ actions, show }, rest) => void (rest ? await actions.nick(rest) : show('account')) },
  { name: 'join', fr: 'salon', run: ({ open, show }, rest) => (rest ? open(hash(first(rest)[0]), first(rest)[1]) : show('rooms')) },
  { name: 'leave', fr: 'partir', run: ({ room, ask }, rest) => ask({ type: 'leave', room: rest ? hash(rest) : room?.label }) },
  { name: 'rooms', fr: 'salons', run: ({ show }) => show('rooms') },
  { name: 'msg', fr: 'mp', run: ({ store, actions, open }, rest) => {
    const [name, text] = first(rest);
    const label = '@' + person(name);
    open(label);
    const to = store.labelled(label);
    if (text && to) void actions.say(to, text);
  } },
  { name: 'me', fr: 'moi', run: ({ room, actions }, rest) => void (room && actions.say(room, rest, { style: 'action' })) },
  { name: 'say', fr: 'dire', run: ({ room, actions }, rest) => void (room && actions.say(room, rest)) },
  { name: 'reply', fr: 'répondre', run: ({ room, actions }, rest) => void (room && actions.say(room, first(rest)[1], { reply_to: Number(first(rest)[0]) })) },
  { name: 'edit', fr: 'modifier', run: numbered('edit') },
  { name: 'delete', fr: 'supprimer', run: numbered('delete') },
  { name: 'react', fr: 'réagir', run: numbered('react') },
  { name: 'jump', fr: 'aller', run: ({ jump }, rest) => jump(Number(rest.replace(/^#/, ''))) },
  { name: 'search', fr: 'chercher', run: ({ show }, rest) => show('search', rest) },
  { name: 'topic', fr: 'sujet', run: ({ room, ask, note }, rest) => (rest ? ask({ type: 'topic', room: room?.label, text: rest === '-' ? '' : rest }) : note(room?.topic || t('no_topic'))) },
  { name: 'who', fr: 'qui', run: ({ ask, room }, rest) => ask({ type: 'who', room: rest ? hash(rest) : room?.label }) },
  { name: 'whois', fr: 'quiest', run: ({ ask }, rest) => ask({ type: 'whois', name: person(rest) }) },
  { name: 'away', fr: 'absent', run: ({ ask, store }, rest) => ask({ type: 'away', ...(rest ? { text: rest } : store.away ? {} : { text: t('away') }) }) },
  { name: 'ignore', fr: 'ignorer', run: ({ ask }, rest) => ask({ type: 'ignore', name: person(rest) }) },
  { name: 'unignore', fr: 'réécouter', run: ({ ask }, rest) => ask({ type: 'ignore', name: person(rest), on: false }) },
  { name: 'calc', fr: 'calcul', run: ({ room, actions }, rest) => void (room && actions.say(room, rest, { calc: true })) },
  { name: 'about', fr: 'apropos', run: ({ show }, rest) => show('about', rest && hash(rest)) },
  { name: 'invite', fr: 'inviter', run: govern('invite') },
  { name: 'kick', fr: 'expulser', run: govern('kick') },
  { name: 'ban', fr: 'bannir', run: govern('ban', true) },
  { name: 'unban', fr: 'débannir', run: govern('unban') },
  { name: 'mute', fr: 'muet', run: govern('mute', true) },
  { name: 'unmute', fr: 'parole', run: govern('unmute') },
  { name: 'op', fr: 'rôle', run: role('moderator') },
  { name: 'deop', fr: 'déchoir', run: role('none') },
  { name: 'slow', fr: 'lent', run: ({ ask, room }, rest) => ask({ type: 'mode', room: room?.label, mode: 'slow', value: Number(rest) || null }) },
  { name: 'mode', fr: 'régler', run: ({ ask, room }, rest) => {
    const [mode, value] = first(rest);
    const plain = value === 'on' || value === '' ? true : value === 'off' ? (['key', 'limit', 'slow', 'keep_days', 'keep_last'].includes(mode) ? null : false) : value;
    return ask({ type: 'mode', room: room?.label, mode, value: typeof plain === 'string' && mode !== 'key' && /^\d+$/.test(plain) ? Number(plain) : plain });
  } },
  { name: 'rename', fr: 'renommer', run: ({ ask, room }, rest) => ask({ type: 'rename', room: room?.label, to: first(rest)[0], ...(first(rest)[1] ? { why: first(rest)[1] } : {}) }) },
  { name: 'register', fr: 'inscrire', run: ({ show }) => show('sign-in', 'register') },
  { name: 'login', fr: 'connexion', run: ({ show }) => show('sign-in', 'login') },
  { name: 'logout', fr: 'déconnexion', run: ({ show }) => show('account') },
  { name: 'sessions', fr: 'sessions', run: ({ ask }) => ask({ type: 'sessions' }) },
  { name: 'resume', fr: 'reprendre', run: ({ ask }) => ask({ type: 'link' }) },
  { name: 'password', fr: 'motdepasse', run: ({ show }) => show('password') },
  { name: 'token', fr: 'jeton', run: ({ ask }, rest) => {
    const [label, scope] = first(rest);
    return ask(label === 'revoke' ? { type: 'token', revoke: Number(scope) } : { type: 'token', label, ...(scope ? { scope } : {}) });
  } },
  { name: 'tokens', fr: 'jetons', run: ({ ask }) => ask({ type: 'tokens' }) },
  { name: 'claim', fr: 'revendiquer', run: ({ ask }, rest) => ask({ type: 'claim', code: rest }) },
  { name: 'lang', fr: 'langue', run: ({ show }, rest) => show('lang', rest) },
  { name: 'quit', fr: 'quitter', run: ({ show }) => show('account') },
];

/**
 * Runs what was typed. An unknown command is never posted to a room.
 * @param {string} text begins with `/`
 * @param {Tools} tools
 * @returns {boolean} whether it was a command
 */
export function run(text, tools) {
  const [word, rest] = first(text.slice(1));
  const name = word.toLowerCase();
  const found = COMMANDS.find((one) => one.name === name || one.fr === name);
  if (!found) {
    const near = nearest(name, COMMANDS.flatMap((one) => [one.name, one.fr]));
    tools.note(near ? t('unknown_command_near', { name, near }) : t('unknown_command', { name }));
    return false;
  }
  void found.run(tools, rest.trim());
  return true;
}
