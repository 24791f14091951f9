/** What the shell draws itself: the frame around a part, lines in which it speaks, buttons and links of its own. */

import FRAME from "frame";
import { harmless } from "./parts.js";

/** @typedef {import("./parts.js").Part} Part */

export const root = /** @type {HTMLElement} */ (
  document.getElementById("app") || document.body.appendChild(document.createElement("div"))
);

/** @param {string} selector @returns {HTMLElement} */
export const one = (selector) => /** @type {HTMLElement} */ (root.querySelector(selector));

/** Write the frame for a place: the same header, ways and foot as the pages have. @param {string} home @param {string} place */
export function frame(home, place) {
  const escaped = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const name = place || "Nghệ An";
  const start = home === "/" ? "" : home;
  const html = FRAME.replace(/\/@home(?=\/)/g, escaped(start))
    .replace(/\/@home/g, escaped(home))
    .replace(/Place@/g, escaped(name))
    .replace(/place@/g, escaped(name[0].toLowerCase() + name.slice(1)));
  const content = harmless(html);
  const [top, foot] = [one(".shell-top"), one(".shell-foot")];
  top.textContent = foot.textContent = "";
  foot.appendChild(content.querySelector(".foot") || document.createTextNode(""));
  top.appendChild(content);
}

/** Say which of the main ways leads to the page shown. @param {string} path */
export function markWay(path) {
  const here = path.split(/[?#]/)[0];
  root.querySelectorAll(".nav a").forEach((link) => {
    if ((link.getAttribute("href") || "") === here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  root.querySelectorAll('.shell-top a[href^="/cach-xem"], .shell-foot a[href^="/cach-xem"]').forEach((link) => {
    link.setAttribute("href", `/cach-xem?ve=${encodeURIComponent(path)}`);
  });
}

/** Say something for everybody: seen above the page, and read aloud. @param {string} words @param {Node} [more] */
export function say(words, more) {
  const box = one(".shell-say");
  box.textContent = "";
  box.hidden = !words;
  if (!words) return;
  const line = document.createElement("p");
  line.textContent = words;
  if (more) {
    line.appendChild(document.createTextNode(" "));
    line.appendChild(more);
  }
  box.appendChild(line);
}

/** @param {string} words @param {() => void} act @param {string} [look] */
export function button(words, act, look = "btn btn-small") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** @param {string} tag @param {string} [words] @param {string} [look] */
export function element(tag, words = "", look = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (look) made.className = look;
  return made;
}

/** A line with something to press, read aloud when it appears. @param {string} words @param {HTMLElement} act */
export function note(words, act) {
  const box = element("div", "", "note shell-note");
  box.setAttribute("role", "status");
  box.appendChild(element("p", words));
  box.appendChild(act);
  return box;
}

/** A link that nobody takes over: what is left when Zalo refuses. @param {string} href @param {string} words */
export function plainLink(href, words) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = words;
  made.target = "_blank";
  made.rel = "noopener";
  made.setAttribute("data-plain", "");
  return made;
}

/** Move to where reading begins: the errors, else the heading. Back keeps its place. @param {HTMLElement} main @param {Part} part @param {number} [top] */
export function focus(main, part, top) {
  const anchor = part.path.split("#")[1];
  const target = /** @type {HTMLElement | null} */ (
    main.querySelector(".errs") || (anchor && document.getElementById(anchor)) || main.querySelector("h1")
  );
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: top !== undefined });
}

/** Draw what stands around every page, once. */
export function drawSkeleton() {
  root.innerHTML =
    '<a class="skip" href="#noi-dung">Tới nội dung chính</a><div class="shell-top"></div>' +
    '<div class="wrap shell-say note" role="status" hidden></div>' +
    '<main id="noi-dung" class="wrap main" tabindex="-1"></main><div class="shell-foot"></div>';
  document.documentElement.lang = "vi";
  frame("/", "");
}
