// Everything here is an extra: each page works the same without it.
"use strict";

(function () {
  // Quick exit: the form works alone; Shift three times within two seconds does the same.
  var leave = document.querySelector("form[data-leave]");
  var presses = [];

  function goAway() {
    document.documentElement.classList.add("pp-blank");
    document.title = "";
    try {
      fetch(leave.action, {
        method: "POST", keepalive: true, credentials: "same-origin", redirect: "manual"
      });
    } finally {
      location.replace(leave.dataset.leave);
    }
  }

  if (leave) {
    leave.addEventListener("submit", function (event) {
      event.preventDefault();
      goAway();
    });
    document.addEventListener("keyup", function (event) {
      if (event.key !== "Shift") {
        presses = [];
        return;
      }
      presses = presses.filter(function (at) { return event.timeStamp - at < 2000; });
      presses.push(event.timeStamp);
      if (presses.length === 3) {
        goAway();
      }
    });
  }

  // A page kept for the Back button is asked for again, so a closed session shows nothing.
  window.addEventListener("pagehide", function (event) {
    if (event.persisted) {
      document.documentElement.classList.add("pp-blank");
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      location.reload();
    }
  });

  // After a refused form the reader, and a screen reader, starts at the list of what to correct.
  var summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
  }

  // Passkeys: the server asks, the browser answers, and the form carries the answer.
  function passkey(form) {
    var make = form.dataset.passkey === "make";
    var asked = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    return fetch(form.dataset.ask, { method: "POST", body: asked, credentials: "same-origin" })
      .then(function (told) { return told.ok ? told.json() : Promise.reject(told.status); })
      .then(function (options) {
        return make
          ? navigator.credentials.create({
            publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options)
          })
          : navigator.credentials.get({
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options)
          });
      })
      .then(function (answer) { return JSON.stringify(answer.toJSON()); });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) {
      return;
    }
    var failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      failed.hidden = true;
      passkey(form).then(function (answer) {
        form.elements.answer.value = answer;
        form.submit();
      }, function () { failed.hidden = false; });
    });
  });

  var print = document.querySelectorAll("button[data-print]");
  print.forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // Live sums: whole minor units, the server's own counting; an amount it would ask
  // about again is left out here and asked about there.
  var AMOUNT = /^(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,3}))?$/;

  function minorUnits(typed, digits) {
    var text = typed.trim().replace(/^[£$€¥￥]|元$/g, "").trim();
    var read = AMOUNT.exec(text);
    if (!read || (read[1] || "").length > digits) {
      return 0n;
    }
    return BigInt(text.split(".")[0].replaceAll(",", "") + (read[1] || "").padEnd(digits, "0"));
  }

  function sum(form, group, digits) {
    var twelfths = 0n;
    form.querySelectorAll("[data-live='" + group + "']").forEach(function (input) {
      var every = form.elements[input.dataset.every];
      var option = every && every.selectedOptions[0];
      var times = (option && option.dataset.timesAYear) || input.dataset.timesAYear;
      if (times) {
        twelfths += minorUnits(input.value, digits) * BigInt(times);
      }
    });
    return twelfths;
  }

  document.querySelectorAll("output[data-sum]").forEach(function (output) {
    var form = output.closest("form");
    var digits = Number(output.dataset.digits);
    var shown = new Intl.NumberFormat(document.documentElement.lang, {
      style: "currency", currency: output.dataset.currency, currencyDisplay: "narrowSymbol"
    });

    function refresh() {
      var up = output.dataset.round === "up" ? 11n : 0n;
      var minor = (sum(form, output.dataset.sum, digits) + up) / 12n;
      output.textContent = shown.format(Number(minor) / Math.pow(10, digits));
      output.parentElement.hidden = false;
    }

    form.addEventListener("input", refresh);
    form.addEventListener("change", refresh);
    refresh();
  });
})();
