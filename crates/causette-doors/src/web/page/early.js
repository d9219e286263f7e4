// Runs before the rest is there: the sentences in the reader's language are fetched beside the page, not after it. `words.js` takes them from there, or fetches
// them itself. It imports nothing, since it would wait for that.

let lang = navigator.language;
try {
  lang = localStorage.getItem('causette.lang') || lang;
} catch {
  // Nobody keeps anything where storage is off.
}
const sentences = document.createElement('link');
sentences.rel = 'modulepreload';
sentences.href = `/page/sentences-${lang.toLowerCase().startsWith('fr') ? 'fr' : 'en'}.js`;
document.head.append(sentences);
