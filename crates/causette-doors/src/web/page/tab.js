// Each tab is a session of its own. A browser copies what a tab keeps when the tab is duplicated, so a copy must be told from a tab that was loaded again: whoever a tab
// is, is held by a lock while it is open, and asked for on a channel, which its holder answers at once.

import { newKey } from './actions.js';
import { keep } from './session.js';

/** How long a tab that is loaded again may take to let go of its own name. */
const HELD_MS = 1_500;
/** How long an answer may take where there are no locks: on a page that came neither by TLS nor from this machine. */
const SILENT_MS = 300;

/** Before anything of what the tab keeps is read. */
export async function ownTab() {
  const name = keep.get('tab', sessionStorage);
  if (name && (await ours(name))) return;
  if (name) keep.forgetTab();
  const fresh = newKey();
  keep.set('tab', fresh, sessionStorage);
  void ours(fresh);
}

/** Takes a name for as long as the page lives, if no other page has it. @param {string} name @returns {Promise<boolean>} */
function ours(name) {
  const channel = new BroadcastChannel('causette.' + name);
  const wanted = new AbortController();
  const locks = /** @type {LockManager|undefined} */ (navigator.locks);
  return new Promise((done) => {
    let known = false;
    const end = (/** @type {boolean} */ mine) => {
      if (known) return;
      known = true;
      if (mine) channel.onmessage = (event) => event.data === 'whose' && channel.postMessage('mine');
      else {
        wanted.abort();
        channel.close();
      }
      done(mine);
    };
    channel.onmessage = (event) => event.data === 'mine' && end(false);
    channel.postMessage('whose');
    setTimeout(() => end(!locks), locks ? HELD_MS : SILENT_MS);
    const hold = () => {
      end(true);
      return new Promise(() => {});
    };
    locks?.request('causette.' + name, { signal: wanted.signal }, hold).catch(() => {});
  });
}
