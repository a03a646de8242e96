// A place to draw a signature. Without it the typed name is all there is, and all that is needed.
"use strict";

(function () {
  document.querySelectorAll("[data-pad]").forEach(function (pad) {
    var canvas = pad.querySelector("canvas");
    var told = pad.querySelector("[data-pad-told]");
    var clear = pad.querySelector("button");
    var sent = pad.closest("form").elements[pad.dataset.pad];
    var pen = canvas.getContext("2d", { alpha: false });
    var last = null;

    function paper() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = pen.fillStyle = "#111";
      pen.lineCap = pen.lineJoin = "round";
    }

    function tell() {
      told.textContent = sent.value ? told.dataset.drawn : told.dataset.empty;
    }

    function dot(event) {
      var box = canvas.getBoundingClientRect();
      // As wide to the eye on a phone as on a desk.
      pen.lineWidth = 2.5 * canvas.width / box.width;
      return {
        x: (event.clientX - box.left) * canvas.width / box.width,
        y: (event.clientY - box.top) * canvas.height / box.height
      };
    }

    function line(from, to) {
      pen.beginPath();
      pen.moveTo(from.x, from.y);
      pen.lineTo(to.x, to.y);
      pen.stroke();
    }

    canvas.addEventListener("pointerdown", function (event) {
      if (event.button !== 0 || !event.isPrimary) {
        return;
      }
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      last = dot(event);
      line(last, last);
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!last || !event.isPrimary) {
        return;
      }
      var each = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      (each.length ? each : [event]).forEach(function (one) {
        var next = dot(one);
        line(last, next);
        last = next;
      });
    });
    ["pointerup", "pointercancel"].forEach(function (kind) {
      canvas.addEventListener(kind, function (event) {
        if (last && event.isPrimary) {
          last = null;
          sent.value = canvas.toDataURL("image/png");
          tell();
        }
      });
    });

    function leaveOut() {
      paper();
      sent.value = "";
      tell();
    }

    clear.addEventListener("click", leaveOut);

    // After a refusal the page comes back with the drawing. Pages may load no image from a data
    // address, so its bytes are read here.
    function restore() {
      var comma = sent.value.indexOf(",");
      var bytes = Uint8Array.from(atob(sent.value.slice(comma + 1)), function (one) {
        return one.charCodeAt(0);
      });
      createImageBitmap(new Blob([bytes], { type: "image/png" })).then(function (picture) {
        pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      }).catch(leaveOut);
    }

    paper();
    if (sent.value) {
      restore();
    }
    tell();
    pad.hidden = false;
  });
})();
