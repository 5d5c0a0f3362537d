// Small improvements; every page works without them.
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('js');

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  each('[data-print]', function (button) {
    button.addEventListener('click', function () { window.print(); });
  });

  // Folded text is printed too.
  window.addEventListener('beforeprint', function () {
    each('details:not([open])', function (d) {
      d.open = true;
      d.setAttribute('data-closed', '');
    });
  });
  window.addEventListener('afterprint', function () {
    each('details[data-closed]', function (d) {
      d.open = false;
      d.removeAttribute('data-closed');
    });
  });

  // data-copy names the input to copy; data-done holds the words that say it is copied.
  each('[data-copy]', function (button) {
    var input = document.getElementById(button.getAttribute('data-copy'));
    if (!input) { return; }
    button.addEventListener('click', function () {
      function done() { button.textContent = button.getAttribute('data-done'); }
      input.select();
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(input.value).then(done, function () {});
      } else if (document.execCommand('copy')) {
        done();
      }
    });
  });

  each('[data-share]', function (button) {
    var input = document.getElementById(button.getAttribute('data-share'));
    if (!input || !navigator.share) { button.remove(); return; }
    button.addEventListener('click', function () {
      navigator.share({ url: input.value }).catch(function () {});
    });
  });

  // Passkeys: the form asks the browser for one, and sends what it answers as JSON. Bytes travel as base64url.
  function bytes(s) {
    var raw = atob(s.replace(/-/g, '+').replace(/_/g, '/')), out = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) { out[i] = raw.charCodeAt(i); }
    return out.buffer;
  }
  function base64url(buffer) {
    var raw = '';
    Array.prototype.forEach.call(new Uint8Array(buffer), function (b) { raw += String.fromCharCode(b); });
    return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function readOptions(create, o) {
    var parse = create ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
    if (PublicKeyCredential[parse]) { return PublicKeyCredential[parse](o); }
    function id(c) { c.id = bytes(c.id); }
    o.challenge = bytes(o.challenge);
    if (o.user) { id(o.user); }
    (o.excludeCredentials || []).forEach(id);
    (o.allowCredentials || []).forEach(id);
    return o;
  }
  function writeCredential(c) {
    if (c.toJSON) { return c.toJSON(); }
    var r = c.response, out = {
      id: c.id, rawId: base64url(c.rawId), type: c.type, response: {}, clientExtensionResults: c.getClientExtensionResults()
    };
    if (c.authenticatorAttachment) { out.authenticatorAttachment = c.authenticatorAttachment; }
    ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (r[name]) { out.response[name] = base64url(r[name]); }
    });
    if (r.getTransports) { out.response.transports = r.getTransports(); }
    return out;
  }
  if (window.PublicKeyCredential && navigator.credentials) {
    each('[data-passkey]', function (form) {
      var create = form.getAttribute('data-passkey') === 'create', busy = false;
      form.classList.add('passkey-on');
      form.addEventListener('submit', function (event) {
        event.preventDefault();
        if (busy) { return; }
        busy = true;
        form.querySelector('[role=alert]').textContent = '';
        Promise.resolve().then(function () {
          var o = JSON.parse(form.getAttribute('data-options'));
          o = { publicKey: readOptions(create, o.publicKey || o) };
          return create ? navigator.credentials.create(o) : navigator.credentials.get(o);
        }).then(function (credential) {
          form.elements.credential.value = JSON.stringify(writeCredential(credential));
          form.submit();
        }).catch(function (error) {
          var why = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known' }[error.name] || 'failed';
          busy = false;
          form.querySelector('[role=alert]').textContent = form.getAttribute('data-' + why);
        });
      });
    });
  }

  // A page of a form saves itself some seconds after a change: it is sent as its button would send it, and the answer brings the version
  // and the token of what is sent next. What cannot be sent now is sent when the connection is back.
  each('[data-autosave]', function (form) {
    var told = form.querySelector('[data-saved]'), timer, busy = false, again = false, over = false;
    if (!window.URLSearchParams || !told) { return; }
    function say(text, bad) {
      told.textContent = text;
      told.classList.toggle('bad', bad);
    }
    function later(seconds) {
      clearTimeout(timer);
      timer = setTimeout(save, seconds * 1000);
    }
    function save() {
      if (over) { return; }
      if (busy) { again = true; return; }
      busy = true;
      var body = new URLSearchParams();
      Array.prototype.forEach.call(form.elements, function (e) {
        var idle = (e.type === 'radio' || e.type === 'checkbox') && !e.checked;
        if (e.name && e.type !== 'submit' && !e.disabled && !idle) { body.append(e.name, e.value); }
      });
      body.append('then', 'stay');
      var asked = new XMLHttpRequest();
      asked.open('POST', form.action);
      asked.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
      asked.timeout = 20000;
      asked.onloadend = function () {
        var answer = null;
        busy = false;
        try { answer = asked.status === 200 ? JSON.parse(asked.responseText) : null; } catch (e) { answer = null; }
        if (!answer) {
          say(form.getAttribute('data-offline'), true);
          later(20);
          return;
        }
        if (answer.wrong) { over = true; say(answer.wrong, true); return; }
        form.elements.version.value = answer.version;
        form.elements.token.value = answer.token;
        say(answer.saved, false);
        if (again) { again = false; later(5); }
      };
      asked.send(body.toString());
    }
    form.addEventListener('input', function () { later(5); });
    form.addEventListener('change', function () { later(5); });
    form.addEventListener('submit', function (event) {
      clearTimeout(timer);
      if (busy) { event.preventDefault(); setTimeout(function () { press(event.submitter); }, 300); return; }
      over = true;
    });
    // The button is pressed again when the answer is there: what it sends must bear the newest version.
    function press(button) {
      if (busy) { setTimeout(function () { press(button); }, 300); return; }
      if (button) { button.click(); } else { form.submit(); }
    }
  });

  // The error summary is read out first.
  var errors = document.querySelector('.errors');
  if (errors) {
    errors.setAttribute('tabindex', '-1');
    errors.focus();
  }
})();
