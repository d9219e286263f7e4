// Sentences, in the reader's language: `sentences-en.js` and `sentences-fr.js`, of which one is read. A test checks that both are complete.

/** @type {Lang} */
let lang = 'en';
/** @type {Record<string, string>} */
let sentences = {};

/** @param {string} to */
export async function setLang(to) {
  const wanted = to.toLowerCase().startsWith('fr') ? 'fr' : 'en';
  sentences = (wanted === 'fr' ? await import('./sentences-fr.js') : await import('./sentences-en.js')).SENTENCES;
  lang = wanted;
  document.documentElement.lang = lang;
}

export function getLang() {
  return lang;
}

/**
 * `{name}` is put in; `{n|person|people}` is one of two by the number `n`.
 * @param {string} key
 * @param {Record<string, string|number>} [vars]
 * @returns {string}
 */
export function t(key, vars = {}) {
  const sentence = sentences[key] ?? key;
  // French signs stand off by a space that no line breaks at.
  return put(lang === 'fr' ? sentence.replace(/ (?=[:?!;»])/g, '\u00a0') : sentence, vars, lang);
}

/** @param {string} sentence @param {Record<string, string|number>} vars @param {Lang} lang */
export function put(sentence, vars, lang) {
  return sentence.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name, one, many) => {
    const value = vars[name] ?? '';
    if (one === undefined) return String(value);
    return (lang === 'fr' ? Number(value) < 2 : Number(value) === 1) ? one : many;
  });
}

/** @param {Date} at */
export function clock(at) {
  return at.toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** @param {Date} at */
export function moment(at) {
  return at.toLocaleString(lang, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' });
}

/** Today, yesterday, or the date. @param {Date} at @param {Date} [now] */
export function dayName(at, now = new Date()) {
  const start = (/** @type {Date} */ d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const ago = Math.round((start(now) - start(at)) / 86_400_000);
  if (ago === 0) return t('today');
  if (ago === 1) return t('yesterday');
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return at.toLocaleDateString(lang, { weekday: 'long', day: 'numeric', month: 'long', year });
}
