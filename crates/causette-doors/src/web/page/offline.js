// The page without a network: a service worker keeps the page's own files, by version. Nothing that anybody said is kept.

/** @param {string} version the server's */
export function offline(version) {
  if (!('serviceWorker' in navigator) || !isSecureContext) return;
  const url = '/sw.js?v=' + encodeURIComponent(version || '0');
  const factory = /** @type {{trustedTypes?: PolicyFactory}} */ (/** @type {unknown} */ (window)).trustedTypes;
  const policy = factory?.createPolicy('causette', {
    createScriptURL: (asked) => {
      if (asked !== url) throw new TypeError('not the service worker');
      return asked;
    },
  });
  navigator.serviceWorker.register(policy ? policy.createScriptURL(url) : url).catch(() => {
    // A browser that allows none shows the page all the same.
  });
}
