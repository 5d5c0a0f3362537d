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

  // The error summary is read out first.
  var errors = document.querySelector('.errors');
  if (errors) {
    errors.setAttribute('tabindex', '-1');
    errors.focus();
  }
})();
