// Opens the page of the offline verifier again when there is no network. It keeps that page, as it is for nobody in particular, and the files
// that the page names; of everything else it keeps its hands off.
(function () {
  'use strict';
  var page = self.location.pathname.replace(/\/worker\.js$/, '/offline'), shelf = 'sejur' + page, patience = 5000;

  // keep fetches the page and what it loads. The page is put away last: what lies on the shelf is always whole.
  function keep() {
    var limit = new AbortController(), timer = setTimeout(function () { limit.abort(); }, patience);
    return fetch(page, { credentials: 'omit', cache: 'no-cache', redirect: 'error', signal: limit.signal }).then(function (got) {
      clearTimeout(timer);
      if (!got.ok) { return got; }
      return Promise.all([caches.open(shelf), got.clone().text()]).then(function (both) {
        var cache = both[0], names = both[1].match(/\/assets\/[\w.-]+/g) || [];
        return Promise.all(names.map(function (name) {
          return cache.match(name, { ignoreVary: true }).then(function (there) { return there || cache.add(name); });
        })).then(function () {
          return cache.put(page, got.clone());
        }).then(function () { return cache.keys(); }).then(function (all) {
          return Promise.all(all.map(function (kept) {
            var path = new URL(kept.url).pathname;
            return path === page || names.indexOf(path) >= 0 || cache.delete(kept);
          }));
        }).then(function () { return got; });
      });
    });
  }
  function kept(path) {
    return caches.open(shelf).then(function (cache) { return cache.match(path, { ignoreVary: true }); });
  }

  self.addEventListener('install', function (event) {
    event.waitUntil(keep().then(function (got) {
      if (!got.ok) { throw new Error('the page is not there'); }
      return self.skipWaiting();
    }));
  });
  self.addEventListener('activate', function (event) { event.waitUntil(self.clients.claim()); });
  self.addEventListener('fetch', function (event) {
    var url = new URL(event.request.url);
    if (event.request.method !== 'GET' || url.origin !== self.location.origin) { return; }
    if (event.request.mode === 'navigate') {
      if (url.pathname !== page) { return; }
      event.respondWith(keep().catch(function () {
        return kept(page).then(function (there) { return there || Response.error(); });
      }));
      return;
    }
    if (url.pathname.indexOf('/assets/') !== 0) { return; }
    event.respondWith(kept(url.pathname).then(function (there) { return there || fetch(event.request); }));
  });
})();
