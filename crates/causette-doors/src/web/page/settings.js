// Language, light or dark, notifications: kept in this browser.

import { button, dialog } from './dialog.js';
import { h } from './dom.js';
import { keep } from './session.js';
import { getLang, t } from './words.js';

/** @param {string} theme `light`, `dark`, or nothing: as the system has it */
function setTheme(theme) {
  keep.set('theme', theme);
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/** @param {{notify: Notify, lang: (to: string) => Promise<void>}} told */
export function settingsDialog(told) {
  const { notify } = told;
  /** @param {string} name @param {[string, string][]} options @param {string} value @param {(value: string) => void} change */
  const choice = (name, options, value, change) =>
    h('fieldset', { class: 'choices-row' }, h('legend', { text: t(name) }), ...options.map(([key, text]) =>
      h('label', { class: 'check' }, h('input', { type: 'radio', name, value: key, checked: key === value, test: name + '-' + (key || 'auto'), onchange: () => change(key) }), h('span', { text }))));
  const state = h('p', { class: 'hint', role: 'status', text: notifyText(notify) });
  const toggle = button(t(notify.on ? 'notify_stop' : 'notify_ask'), {
    test: 'notify',
    onclick: async () => {
      const on = await notify.want(!notify.on);
      toggle.textContent = t(on ? 'notify_stop' : 'notify_ask');
      state.textContent = notifyText(notify);
    },
  });
  dialog(t('settings'), 'settings-dialog',
    choice('language', [['en', 'English'], ['fr', 'Français']], getLang(), (to) => { void told.lang(to).then(() => settingsDialog(told)); }),
    choice('theme', [['', t('theme_auto')], ['light', t('theme_light')], ['dark', t('theme_dark')]], keep.get('theme'), setTheme),
    h('fieldset', null, h('legend', { text: t('notifications') }), state, 'Notification' in window ? toggle : null));
}

/** @param {Notify} notify */
function notifyText(notify) {
  if (!('Notification' in window) || !isSecureContext) return t('notify_cannot');
  if (Notification.permission === 'denied') return t('notify_denied');
  return t(notify.on ? 'notify_on' : 'notify_off');
}
