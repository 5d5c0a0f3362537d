// The offline verifier's page. The verifier itself is the program's own code as WebAssembly; here pictures are turned into pixels for it, and
// its verdict into one of the answers that the page holds in every detail already. Nothing is sent anywhere and nothing is kept.
(function () {
  'use strict';
  var box = document.getElementById('verifier');
  if (!box) { return; }
  var state = box.querySelector('[data-state]'), answer = document.getElementById('answer'), input = box.querySelector('input[type=file]');
  var most = 4000, lang = document.documentElement.lang, vocabulary = JSON.parse(box.getAttribute('data-words'));

  function say(name) {
    state.textContent = box.getAttribute('data-' + name) || '';
    box.setAttribute('data-now', name);
  }
  function copy(kind, name) {
    var found = document.querySelector('template[data-' + kind + '="' + name + '"]');
    return found && found.content.cloneNode(true);
  }
  function words(kind, name, otherwise) {
    return Object.prototype.hasOwnProperty.call(vocabulary[kind], name) ? vocabulary[kind][name] : otherwise;
  }

  // Days are written as the page's language writes them.
  function value(name, text) {
    var day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    if (!day) { return words('value', name + ':' + text, words('value', name + ':' + text.toLowerCase(), text)); }
    var date = new Date(Date.UTC(+day[1], day[2] - 1, +day[3]));
    return date.toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  }
  function row(list, name, text) {
    var line = document.createElement('div'), key = document.createElement('dt'), told = document.createElement('dd');
    key.textContent = words('fact', name, name);
    told.textContent = value(name, text);
    line.appendChild(key);
    line.appendChild(told);
    list.appendChild(line);
  }

  function show(verdict) {
    var notes = verdict.notes || [], specimen = verdict.status === 'genuine' && notes.indexOf('specimen') >= 0;
    var said = copy('verdict', specimen ? 'specimen' : verdict.why || verdict.status);
    var facts = said.querySelector('[data-facts]'), about = said.querySelector('[data-about]'), place = said.querySelector('[data-notes]');
    if (verdict.document) { row(facts, 'document', verdict.document); }
    Object.keys(verdict.facts || {}).forEach(function (name) { row(facts, name, verdict.facts[name]); });
    if (!facts.children.length) { facts.parentNode.remove(); }
    ['since', 'signed', 'signer', 'certificate', 'list_number', 'list_issued', 'list_next'].forEach(function (name) {
      if (verdict[name]) { row(about, name === 'since' ? 'since_' + verdict.status : name, String(verdict[name])); }
    });
    row(about, 'checked', verdict.on);
    notes.forEach(function (name) {
      if (specimen && name === 'specimen') { return; }
      place.appendChild(copy('note', name));
    });
    answer.textContent = '';
    answer.appendChild(said);
    box.setAttribute('data-verdict', verdict.status);
    answer.querySelector('h2').focus();
  }

  function today() {
    var now = new Date();
    function two(n) { return (n < 10 ? '0' : '') + n; }
    return now.getFullYear() + '-' + two(now.getMonth() + 1) + '-' + two(now.getDate());
  }
  // verify reads one picture; false when there is no seal in it that can be read.
  function verify(canvas, patient) {
    var pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    var verdict = JSON.parse(window.sejurVerify(new Uint8Array(pixels.data.buffer), canvas.width, canvas.height, today()));
    if (verdict.why === 'unreadable' && !patient) { return false; }
    show(verdict);
    return true;
  }
  function fromFile(file) {
    return createImageBitmap(file).then(function (picture) {
      return window.sejurCanvas(picture, picture.width, picture.height, most);
    });
  }

  input.addEventListener('change', function () {
    var file = input.files[0];
    if (!file) { return; }
    say('busy');
    fromFile(file).then(function (canvas) {
      // Drawn first, so that the words that it is busy are seen.
      return new Promise(function (resolve) { setTimeout(function () { verify(canvas, true); resolve(); }, 30); });
    }).catch(function () {
      show({ status: 'unknown', why: 'unreadable', on: today() });
    }).then(function () {
      say('ready');
      input.value = '';
    });
  });

  function program() {
    var inside = document.getElementById('verifier-program');
    if (!inside) {
      return fetch(box.getAttribute('data-wasm')).then(function (got) {
        if (!got.ok) { throw new Error('the verifier is not there'); }
        return got.arrayBuffer();
      });
    }
    var raw = Uint8Array.from(atob(inside.textContent.trim()), function (c) { return c.charCodeAt(0); });
    return new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  }
  say('loading');
  program().then(function (bytes) {
    var go = new window.Go();
    return WebAssembly.instantiate(bytes, go.importObject).then(function (made) {
      go.run(made.instance);
      var wrong = window.sejurLoad(box.getAttribute('data-keys'), box.getAttribute('data-list'));
      if (wrong) { throw new Error(wrong); }
      input.disabled = false;
      say('ready');
      window.sejurCamera(box.querySelector('[data-camera]'), verify);
      var worker = box.getAttribute('data-worker');
      if (worker && navigator.serviceWorker) {
        navigator.serviceWorker.register(worker, { scope: location.pathname }).then(function () {
          return navigator.serviceWorker.ready;
        }).then(function () { box.querySelector('[data-kept]').hidden = false; }, function () {});
      }
    });
  }).catch(function () { say('failed'); });
})();
