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

  // The error summary is read out first.
  var errors = document.querySelector('.errors');
  if (errors) {
    errors.setAttribute('tabindex', '-1');
    errors.focus();
  }
})();
