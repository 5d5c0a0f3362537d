// Files that are sent go in parts: a line that is lost loses a part and not the file, and another day or device goes on where it stopped. A
// file is known by the digest of all of it; where the browser cannot reckon one, the form sends it whole.
(function () {
  'use strict';
  var PART = 1048576, MOST = 20 * PART, TRIES = 12;

  // answer is called with the status, 0 when the line is lost, and what was answered.
  function ask(method, address, kind, body, progress, answer) {
    var request = new XMLHttpRequest();
    request.open(method, address);
    request.timeout = 120000;
    if (kind) { request.setRequestHeader('Content-Type', kind); }
    if (progress) { request.upload.onprogress = function (event) { progress(event.loaded); }; }
    request.onloadend = function () {
      var out = {};
      try { out = JSON.parse(request.responseText); } catch (ignored) { out = {}; }
      answer(request.status, out);
    };
    request.send(body);
  }

  function hex(buffer) {
    return Array.prototype.map.call(new Uint8Array(buffer), function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
  }

  function digest(file, done, failed) {
    var reader = new FileReader();
    reader.onerror = failed;
    reader.onload = function () {
      crypto.subtle.digest('SHA-256', reader.result).then(function (sum) { done(hex(sum)); }, failed);
    };
    reader.readAsArrayBuffer(file);
  }

  function start(form) {
    var input = form.querySelector('input[type=file]'), box = form.querySelector('[data-progress]');
    var bar = box.querySelector('progress'), said = box.querySelector('[data-said]'), busy = false;

    function say(name, more) { said.textContent = more ? more + ': ' + name : name; }
    function word(name) { return form.getAttribute('data-' + name); }

    form.addEventListener('submit', function (event) {
      var files = Array.prototype.slice.call(input.files), all = 0, gone = 0, wrong = [];
      if (!files.length || !window.crypto || !crypto.subtle || !window.FileReader) { return; }
      event.preventDefault();
      if (busy) { return; }
      busy = true;
      box.hidden = false;
      files.forEach(function (f) { all += f.size; });
      show(0);
      next(0);

      function show(n) { bar.value = all ? Math.min(100, Math.round(100 * (gone + n) / all)) : 0; }

      function next(i) {
        var f = files[i];
        if (i === files.length) {
          busy = false;
          if (!wrong.length) { window.location.assign(window.location.pathname); return; }
          said.textContent = wrong.join('\n');
          return;
        }
        function end(text) {
          if (text) { wrong.push(f.name + ': ' + text); }
          gone += f.size;
          show(0);
          next(i + 1);
        }
        if (f.size > MOST) { end(word('large')); return; }
        say(f.name, word('sending'));
        digest(f, function (sum) { send(f, sum, 0, end); }, function () { end(word('failed')); });
      }

      // send begins, or finds where it stopped, and goes on from there.
      function send(f, sum, tries, end) {
        function again() {
          if (tries === TRIES) { end(word('failed')); return; }
          say(f.name, word('resume'));
          setTimeout(function () { send(f, sum, tries + 1, end); }, Math.min(30000, 1000 << tries));
        }
        function heard(status, got) {
          if (status === 200 && got.whole) { end(''); return; }
          if (status === 200 && got.to) { part(got.to, got.at); return; }
          if (status === 0 || got.again || status === 408 || status >= 500) { again(); return; }
          end(got.wrong || word('failed'));
        }
        function part(to, at) {
          tries = 0;
          say(f.name, word('sending'));
          show(at);
          ask('POST', to + '?at=' + at, 'application/octet-stream', f.slice(at, at + PART), function (n) { show(at + n); }, heard);
        }
        var about = ['token=' + encodeURIComponent(word('token')), 'name=' + encodeURIComponent(f.name), 'size=' + f.size, 'digest=' + sum];
        ask('POST', word('upload'), 'application/x-www-form-urlencoded', about.join('&'), null, heard);
      }
    });
  }
  Array.prototype.forEach.call(document.querySelectorAll('form[data-upload]'), start);

  // A page that waits for a check looks for half a minute whether it is done, and leaves what its reader has begun alone.
  var waiting = document.querySelector('[data-checking]'), touched = false;
  function look(left) {
    if (!left || touched) { return; }
    setTimeout(function () {
      ask('GET', waiting.getAttribute('data-state'), '', null, null, function (status, got) {
        if (touched) { return; }
        if (status === 200 && got.sum !== waiting.getAttribute('data-sum')) { window.location.replace(window.location.pathname); return; }
        look(left - 1);
      });
    }, 2000);
  }
  if (waiting) {
    ['change', 'input', 'submit'].forEach(function (name) { document.addEventListener(name, function () { touched = true; }, true); });
    look(15);
  }
})();
