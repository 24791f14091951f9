// Reads an item aloud with the browser's own Vietnamese voice. Where there is none, nothing shows: the page is
// whole without. It goes sentence by sentence, for some phones stop a long text after a quarter of a minute.
(function () {
  "use strict";
  var text = document.getElementById("bai"), offered = document.getElementById("nghe-may");
  var speech = window.speechSynthesis, button = null, left = [];
  if (!text || !offered || !speech || !window.SpeechSynthesisUtterance) return;

  function voice() {
    return speech.getVoices().filter(function (one) { return /^vi([-_]|$)/i.test(one.lang); })[0];
  }

  function sentences() {
    var blocks = text.querySelectorAll("p:not(.acts):not(.pic-off), li, h2, h3, dt, dd, figcaption");
    var parts = [document.querySelector("h1").textContent];
    Array.prototype.forEach.call(blocks, function (block) {
      if (!block.parentElement.closest("li, dd")) parts = parts.concat(block.textContent.match(/[^.!?…]+[.!?…]*/g) || []);
    });
    return parts.map(function (part) { return part.replace(/\s+/g, " ").trim(); }).filter(Boolean);
  }

  function show(words, reading) {
    button.querySelector("span").textContent = words;
    button.setAttribute("aria-pressed", String(reading));
  }

  function isReading() {
    return button.getAttribute("aria-pressed") === "true";
  }

  function stop() {
    left = [];
    show("Nghe máy đọc", false);
    speech.cancel();
  }

  function next() {
    if (!isReading()) return;
    if (!left.length) { stop(); return; }
    var said = new SpeechSynthesisUtterance(left.shift());
    said.lang = "vi-VN";
    said.voice = voice();
    said.rate = 0.9;
    said.onend = next;
    said.onerror = stop;
    speech.speak(said);
  }

  function offer() {
    if (button || !voice()) return;
    offered.parentNode.insertBefore(document.importNode(offered.content, true), offered);
    button = offered.previousElementSibling.querySelector("button") || offered.previousElementSibling;
    button.onclick = function () {
      if (isReading()) { stop(); return; }
      left = sentences();
      show("Thôi đọc", true);
      next();
    };
  }

  window.addEventListener("pagehide", function () { speech.cancel(); });
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  offer();
})();
