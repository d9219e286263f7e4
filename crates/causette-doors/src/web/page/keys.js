// The keyboard: everything that can be clicked can be reached, and the frequent things have a key.

import { dialogOpen } from './dialog.js';

/** @type {Record<string, 'reply'|'react'|'edit'|'delete'|'copy'|'who'>} */
const LINE = { r: 'reply', e: 'edit', x: 'delete', '+': 'react', c: 'copy', p: 'who' };

/** @param {App} app */
export function listen(app) {
  document.addEventListener('keydown', (e) => {
    if (dialogOpen() || e.defaultPrevented) return;
    const typing = e.target instanceof HTMLInputElement || e.target instanceof HTMLTextAreaElement;
    const line = e.target instanceof HTMLElement ? e.target.closest('.line') : null;
    if (pressed(app, e, typing, line instanceof HTMLElement ? line : null)) e.preventDefault();
  });
}

/**
 * @param {App} app @param {KeyboardEvent} e @param {boolean} typing @param {HTMLElement|null} line
 * @returns {boolean} whether it was for us
 */
function pressed(app, e, typing, line) {
  const command = e.ctrlKey || e.metaKey;
  if (command && !e.altKey && !e.shiftKey) {
    if (e.key === 'k') return app.show('search'), true;
    if (e.key === 'j') return app.show('rooms'), true;
    return false;
  }
  if (e.altKey && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) return app.neighbour(e.key === 'ArrowDown' ? 1 : -1, e.shiftKey), true;
  if (e.key === 'PageUp' && e.shiftKey) return !app.timeline.ways.up.hidden && (void app.timeline.ways.toNew(), true);
  if (e.key === 'PageUp' || e.key === 'PageDown') {
    const s = app.timeline.scroller;
    s.scrollBy({ top: (e.key === 'PageUp' ? -0.8 : 0.8) * s.clientHeight });
    return true;
  }
  if (e.key === 'Escape') {
    if (app.drawer(null)) return true;
    if (!typing) app.composer.focus();
    else if (app.timeline.end === false) app.timeline.toEnd();
    else app.timeline.ways.forget();
    return true;
  }
  if (typing || command || e.altKey) return false;
  if (line && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) return app.timeline.step(e.key === 'ArrowUp' ? -1 : 1), true;
  const seq = Number(line?.dataset.seq);
  if (line && e.target === line && seq && LINE[e.key.toLowerCase()]) return app.toolbar.act(LINE[e.key.toLowerCase()], seq), true;
  if (e.key === '?') return app.show('help'), true;
  if (e.key === '/') return app.composer.focus(), true;
  return false;
}
