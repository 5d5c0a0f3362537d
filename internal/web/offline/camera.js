// The camera of the pages that check a document. A box with data-camera holds a button that starts it, the picture, and two buttons below
// it; without a camera the box stays hidden. sejurCamera(box, take) calls take with each picture, as a canvas: when the button is pressed, or,
// where the box has data-camera="watch", a few times a second. What take answers is waited for; true ends it.
(function () {
  'use strict';
  var most = 1600;

  window.sejurCanvas = function (source, width, height, limit) {
    var scale = Math.min(1, limit / Math.max(width, height)), canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    var draw = canvas.getContext('2d', { willReadFrequently: true });
    draw.fillStyle = '#fff';
    draw.fillRect(0, 0, canvas.width, canvas.height);
    draw.drawImage(source, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  window.sejurCamera = function (box, take) {
    if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) { return; }
    var start = box.querySelector('[data-start]'), live = box.querySelector('[data-live]'), video = box.querySelector('video');
    var shoot = box.querySelector('[data-shoot]'), stop = box.querySelector('[data-stop]'), said = box.querySelector('[role=status]');
    var watch = box.getAttribute('data-camera') === 'watch', stream = null, busy = false;
    box.hidden = false;

    function end() {
      if (stream) { stream.getTracks().forEach(function (track) { track.stop(); }); }
      stream = null;
      video.srcObject = null;
      live.hidden = true;
      start.hidden = false;
    }
    function look() {
      if (!stream || busy || !video.videoWidth) { return Promise.resolve(); }
      busy = true;
      return Promise.resolve(take(window.sejurCanvas(video, video.videoWidth, video.videoHeight, most))).then(function (done) {
        busy = false;
        if (done) { end(); }
      }, function () { busy = false; });
    }
    function again() {
      if (stream) { look().then(function () { setTimeout(again, 250); }); }
    }
    start.addEventListener('click', function () {
      said.textContent = '';
      navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } } })
        .then(function (given) {
          stream = given;
          video.srcObject = given;
          start.hidden = true;
          live.hidden = false;
          return video.play();
        }).then(function () {
          if (watch) { again(); } else { shoot.focus(); }
        }).catch(function () {
          end();
          said.textContent = said.getAttribute('data-refused');
        });
    });
    if (shoot) { shoot.addEventListener('click', look); }
    stop.addEventListener('click', function () { end(); start.focus(); });
    window.addEventListener('pagehide', end);
  };

  // Where the picture is sent to the house, it goes the way of a chosen file.
  Array.prototype.forEach.call(document.querySelectorAll('[data-camera=send]'), function (box) {
    var input = document.getElementById(box.getAttribute('data-input'));
    window.sejurCamera(box, function (canvas) {
      return new Promise(function (resolve) {
        canvas.toBlob(function (blob) {
          var list = new DataTransfer();
          list.items.add(new File([blob], 'picture.jpg', { type: 'image/jpeg' }));
          input.files = list.files;
          resolve(true);
          input.form.submit();
        }, 'image/jpeg', 0.92);
      });
    });
  });
})();
