// A contest's sheet: keeps what is chosen on the phone until it is handed in, says the time left, hands in at its end,
// and tries again while the line is cut or too many come. Without script it is handed in by hand; the server's clock decides.
(function () {
  "use strict";
  var PREFIX = "loa-bai:", DAY = 86400000, BUSY = 429;
  var form = document.querySelector("form[data-sheet]");

  function each(list, work) { Array.prototype.forEach.call(list, work); }

  function stored(work) {
    try { return work(window.localStorage); } catch (_) { return null; } // full, or not allowed: the page works without
  }

  function forget(isOver) {
    stored(function (store) {
      Object.keys(store).forEach(function (name) {
        if (name.indexOf(PREFIX) === 0 && isOver(name, store)) store.removeItem(name);
      });
    });
  }

  each(document.querySelectorAll("[data-handed]"), function (entry) {
    var handed = PREFIX + entry.getAttribute("data-handed") + ".";
    forget(function (name) { return name.indexOf(handed) === 0; });
  });
  forget(function (name, store) { return JSON.parse(store.getItem(name)).end < Date.now() - DAY; });
  if (!form) return;

  var key = PREFIX + form.getAttribute("data-sheet"), prediction = form.querySelector("[name=prediction]");
  var left = document.getElementById("con-lai"), said = document.getElementById("bao");
  var loaded = (performance.getEntriesByType("navigation")[0] || { responseStart: 0 }).responseStart;
  var end = Date.now() - performance.now() + loaded + 1000 * form.getAttribute("data-seconds");
  var sending = false, waiting = 0, before = null, clock = 0;

  function say(words) { said.textContent = words; }

  function keep() {
    var chosen = { prediction: prediction.value };
    each(form.querySelectorAll("input:checked"), function (one) { chosen[one.name] = one.value; });
    stored(function (store) { store.setItem(key, JSON.stringify({ end: end, chosen: chosen })); });
  }

  function restore() {
    var kept = stored(function (store) { return JSON.parse(store.getItem(key)); });
    if (!kept) return;
    prediction.value = kept.chosen.prediction;
    each(form.querySelectorAll("input[type=radio]"), function (one) {
      if (kept.chosen[one.name] === one.value) one.checked = true;
    });
  }

  function send() {
    window.clearTimeout(waiting);
    waiting = 0;
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "manual" })
      .then(function (answer) {
        if (answer.type === "opaqueredirect") location.href = form.getAttribute("data-own");
        else if (answer.status === BUSY || answer.status >= 500) again(Number(answer.headers.get("retry-after")));
        else form.submit(); // what the server has to say is a page
      }, function () { again(0); });
  }

  function again(seconds) {
    say("Đang gửi lại… Bài còn nguyên trên máy này, xin đừng đóng trang.");
    waiting = window.setTimeout(send, 1000 * (seconds || 3) + Math.random() * 4000);
  }

  function handIn() {
    if (sending) return;
    sending = true;
    send();
  }

  function finish() {
    form.querySelector("[name=da-hoi]").value = "1";
    prediction.value = prediction.value.replace(/\D/g, "").slice(0, 9);
    handIn();
  }

  function tick() {
    var seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000)), minutes = Math.floor(seconds / 60);
    left.textContent = "Còn " + (minutes ? minutes + " phút " : "") + (seconds % 60) + " giây";
    if ([300, 60].some(function (mark) { return before > mark && seconds <= mark; })) {
      say("Còn " + Math.ceil(seconds / 60) + " phút.");
    }
    before = seconds;
    if (seconds) return;
    window.clearInterval(clock);
    if (sending) return;
    say("Hết giờ. Máy đang nộp bài.");
    window.setTimeout(finish, Math.random() * 5000);
  }

  restore();
  form.addEventListener("change", keep);
  form.addEventListener("input", keep);
  if (!window.fetch || !window.URLSearchParams) return;
  form.addEventListener("submit", function (event) { event.preventDefault(); handIn(); });
  window.addEventListener("online", function () { if (waiting) send(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); }); // back from where it led
  left.parentNode.hidden = false;
  clock = window.setInterval(tick, 1000);
  tick();
})();
