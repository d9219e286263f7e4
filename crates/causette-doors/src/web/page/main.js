// The page of causette begins here. Plain modules, no framework, no build step. The program sends these, together, as one file (`page.js`, made by
// `bundle.rs`), so that a browser asks once: an import is one line of names, an export stands before a function, a class or a constant, and nothing is
// awaited outside of functions.
//
// `app.js` puts it together · `link.js` connects · `receive.js` reads what the server sends into `store.js` · `log.js` holds a room's facts by number ·
// `timeline.js` and `line.js` draw them · `composer.js`, `commands.js` and `actions.js` say and do · `words.js` and `sentences-….js` hold every sentence ·
// dialogs, signing in, searching and settings are read when they are first opened. `tests/types.d.ts` names the shapes.
//
// Elements that browser tests may rely on have a `data-testid`:
//
// | id | what |
// | --- | --- |
// | `app` | everything |
// | `rooms`, `directs` | the lists; in them `room-#general`, `room-@bob`, `unread-#general` with the count, `draft-#general` |
// | `room-title`, `topic` | of the open room; `about` → `about-dialog` (`topic-text`, `topic-submit`, `leave`) or the person's card |
// | `timeline` | its lines: `line-12` by number (in it `text`, `saved`, `mark-👍`), `pending` with `data-state` (`sending`, `failed`, `lost`), `retry`, `rewrite`, `discard`; `new-line`, `begin`, `to-end`, `to-new` |
// | `toolbar` | of the line under pointer or focus: `reply`, `react`, `edit`, `delete`, `copy-link` |
// | `composer`, `send`, `choices`, `aim`, `cancel-aim`, `as-code` | writing |
// | `welcome` | to a guest without a name: `welcome-account`, `welcome-sign-in`, `welcome-close` |
// | `make-dialog` | a link to a room that is not there: `make`, `make-cancel` |
// | `typing`, `banner`, `reconnect`, `notes`, `note`, `live` | who types, the connection, what is told to me alone, new lines for screen readers |
// | `members`, `member-bob`, `toggle-members`, `menu` | who is here; the drawers of a narrow screen |
// | `account`, `my-name`, `my-state` | the button with my name |
// | `account-dialog` | `name`, `name-submit`, `name-error`, `away-text`, `away`, `sign-in`, `register`, `sign-out`, `sessions`, `link-word`, `new-password` → `password-dialog`: `password-old`, `password-new`, `password-submit` |
// | `sign-in-dialog` | `tab-sign-in`, `tab-register`, `sign-in-name`, `sign-in-password`, `sign-in-invitation`, `sign-in-error`, `sign-in-submit` |
// | `join` → `rooms-dialog` | `join-name`, `join-key`, `join-submit`, `room-list`, `join-#room`, `invited-#room` |
// | `write-to` → `people-dialog` | `write-name`, `write-submit`; `person-dialog`: `write-direct`, `ignore` |
// | `search` → `search-dialog` | `search-text`, `search-here`, `search-submit`, `search-state`, `search-results`, `hit-12` |
// | `delete-dialog`, `react-dialog` | `delete-why`, `delete-confirm`; `react-👍`, `react-more`, `react-other` |
// | `settings` → `settings-dialog` | `language-en`, `language-fr`, `theme-auto`, `theme-light`, `theme-dark`, `notify` |
// | `operate` → `operate-dialog` | for operators only; what is in it stands in `admin.js` |
// | `help` → `help-dialog`; `close` | in every dialog |

import { App } from './app.js';
import { offline } from './offline.js';
import { keep } from './session.js';
import { ownTab } from './tab.js';
import { setLang } from './words.js';

async function begin() {
  document.documentElement.dataset.theme = keep.get('theme');
  await Promise.all([setLang(keep.get('lang') || navigator.language), ownTab()]);
  const app = new App();
  await app.start();
  offline(app.store.session.version);
}

void begin();
