// The service worker: keeps the page's own files so that it opens without a network. The network goes first; what it answers replaces what was kept. Only files
// under /page/ and the page itself, never an answer of the server about people or rooms.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = 'causette-' + (new URL(location.href).searchParams.get('v') ?? '0');
const FILES = [
  '/', '/page/page.js', '/page/main.js', '/page/style.css', '/page/dialogs.css', '/page/icon.svg', '/page/icon-192.png', '/page/manifest.webmanifest',
  ...['actions', 'answers', 'api', 'app', 'backoff', 'commands', 'complete', 'composer', 'dialog', 'dialogs', 'dom', 'early', 'emoji', 'format', 'head', 'items',
    'keys', 'line', 'link', 'log', 'members', 'notify', 'offline', 'receive', 'render', 'rooms', 'search', 'sentences-en', 'sentences-fr', 'session',
    'settings', 'signin', 'store', 'tab', 'timeline', 'toolbar', 'ways', 'welcome', 'words'].map((name) => `/page/${name}.js`),
];

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('causette-') && name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === location.origin && (url.pathname === '/' || url.pathname.startsWith('/page/'));
  if (event.request.method !== 'GET' || !ours) return;
  event.respondWith(fresh(event, url.pathname));
});

/** What the network has, and else what was kept. Whoever asked does not wait until it is kept. @param {FetchEvent} event @param {string} path */
async function fresh(event, path) {
  try {
    const answer = await fetch(event.request);
    const copy = answer.ok ? answer.clone() : null;
    if (copy) event.waitUntil(caches.open(CACHE).then((cache) => cache.put(path, copy)));
    return answer;
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(path);
    if (kept) return kept;
    throw error;
  }
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const to = '/' + (event.notification.data ?? '');
  event.waitUntil(worker.clients.matchAll({ type: 'window' }).then((all) => (all[0] ? all[0].focus().then((page) => page.navigate(to)) : worker.clients.openWindow(to))));
});
