// Runs before the rest is there: the sentences in the reader's language are fetched beside the modules, not after them.

import { keep } from './session.js';
import { setLang } from './words.js';

setLang(keep.get('lang') || navigator.language).catch(() => {
  // `main.js` tries again.
});
