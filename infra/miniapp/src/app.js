/**
 * The shell of the Mini App: shows the parts of residents' pages, goes back and forth between them, and does with Zalo
 * what Zalo does better.
 *
 * Inside Zalo a page's address is the path below `/zapps/ID` (so that links from posters and shares lead to it), anywhere
 * else it stands after `#`, for a folder of files answers no other path.
 */

import * as bridge from "./bridge.js";
import * as forms from "./forms.js";
import * as keep from "./keep.js";
import { addShare, leaveBy, leaveByForm, picked, placed, prepare } from "./outside.js";
import { fetchPart, harmless, isOurs, isOwn, read, Unreachable } from "./parts.js";
import { shrink } from "./pictures.js";
import { button, drawSkeleton, element, focus, frame, markWay, note, one, root, say } from "./view.js";
import { moment, WORDS } from "./words.js";

/** @typedef {import("./parts.js").Part} Part */

/** Milliseconds after which somebody is told that a page is on its way. */
const SLOW = 300;
/** How long the first page waits for what the phone has kept. */
const PATIENCE = 600;
const BASE = bridge.inside ? (/^\/zapps\/[^/]+/.exec(location.pathname) || [""])[0] : "";
/** Where each page was left, and what it showed: back is immediate, and where one was. @type {Map<number, {part: Part, top: number}>} */
const visited = new Map();

/** @type {keep.Preferences} */
let seen = { size: 18, saving: false, home: "/" };
/** How many visits there were, the one that is shown, and the last one asked for: who answers late is not shown. */
let [visits, current, turn] = [0, 0, 0];
/** @type {Part | null} */
let shown = null;

/** The path that the address bar says. */
function addressed() {
  const query = new URLSearchParams(location.search);
  const asked = query.get("p") || "";
  for (const name of ["env", "version", "p"]) query.delete(name);
  const rest = query.toString();
  const below = (location.pathname.slice(BASE.length) || "/") + (rest && `?${rest}`);
  const path = bridge.inside ? asked || below : location.hash.slice(1);
  return isOurs(path) ? path : "/";
}

/** @param {string} path */
const addressOf = (path) => (bridge.inside ? BASE + path : `#${path}`);

/**
 * Show a part.
 *
 * @param {Part} part @param {{top?: number, notice?: Node}} [how] where it was left; what stands above it
 */
function show(part, how = {}) {
  const main = one("main");
  main.textContent = "";
  main.removeAttribute("aria-busy");
  if (how.notice) main.appendChild(how.notice);
  main.appendChild(harmless(part.html));
  if (!shown || shown.home !== part.home || shown.place !== part.place) frame(part.home, part.place);
  shown = part;
  visited.set(current, { part, top: 0 });
  markWay(part.path);
  document.title = part.title || "Mặt trận số";
  if (/^\/bai\//.test(part.path) && part.status === 200) addShare(main, part);
  prepare(main, part.path);
  main.querySelectorAll("form").forEach((/** @type {HTMLFormElement} */ form) => {
    if (forms.isKept(form)) void forms.watch(form, (draft) => sayDraft(form, draft));
  });
  window.scrollTo(0, how.top || 0);
  if (turn > 1) focus(main, part, how.top); // the first page is read from its top
}

/** @param {HTMLFormElement} form @param {keep.Draft} draft */
function sayDraft(form, draft) {
  const drop = () => void forms.forget(forms.pathOf(form)).then(again);
  form.insertBefore(note(WORDS.draft(moment(draft.at, new Date())), button(WORDS.dropDraft, drop)), form.firstChild);
}

/**
 * Go to a page.
 *
 * @param {string} path
 * @param {{replace?: boolean, body?: FormData | URLSearchParams, top?: number, silent?: boolean}} [how] `silent`: the
 *   address bar says it already
 * @returns {Promise<Part | null>} null: it was not shown
 */
async function go(path, how = {}) {
  leave();
  say("");
  const mine = ++turn;
  const main = one("main");
  const timer = setTimeout(() => {
    if (mine !== turn) return;
    main.setAttribute("aria-busy", "true");
    say(how.body ? WORDS.sending : WORDS.opening);
  }, SLOW);
  const kept = how.body ? Promise.resolve(null) : keep.keptPart(path.split("#")[0]);
  /** @type {Part | null} */
  let part = null;
  let reason = 0;
  try {
    const token = isOwn(path) ? await bridge.token() : "";
    part = await fetchPart(path, seen, { body: how.body, hurry: kept.then(Boolean), token });
    if (path.indexOf("#") > 0) part.path += path.slice(path.indexOf("#"));
  } catch (error) {
    reason = error instanceof Unreachable ? Number(error.message) : 0;
  }
  clearTimeout(timer);
  if (mine !== turn) return null;
  say("");
  main.removeAttribute("aria-busy");
  if (!part && how.body) throw new Unreachable(String(reason));
  if (!how.replace && !how.silent) current = ++visits;
  if (!how.silent) remember(current, part ? part.path : path, how.replace);
  if (part) {
    show(part, { top: how.top });
    void settle(part);
    return part;
  }
  const older = await kept;
  if (older) show(read(older.html, older.path), { top: how.top, notice: keptNotice(older.at) });
  else await showOffline(path, reason);
  return null;
}

/** What of a part stays on the phone. @param {Part} part */
async function settle(part) {
  const path = part.path.split("#")[0];
  const isHome = path === part.home;
  if (part.status === 404 || part.status === 410) await keep.forgetPart(path);
  if (part.status !== 200) return;
  if (isHome || /^\/bai\/[^?]+$/.test(path)) await keep.keepPart(path, part.title, part.html);
  if (isHome && /^\/d\//.test(path) && path !== seen.home) {
    seen.home = path;
    await keep.choose(seen);
  }
}

/** @param {number} id @param {string} path @param {boolean} [replace] */
function remember(id, path, replace) {
  const state = { id, path };
  if (replace) history.replaceState(state, "", addressOf(path));
  else history.pushState(state, "", addressOf(path));
}

/** Keep where the page shown was left. */
function leave() {
  const kept = visited.get(current);
  if (kept) kept.top = window.pageYOffset;
}

/** @param {number} at when it was kept */
function keptNotice(at) {
  const box = note(WORDS.kept(moment(at, new Date())), button(WORDS.again, again));
  box.classList.add("shell-kept");
  return box;
}

const again = () => void go(shown ? shown.path : addressed(), { replace: true });

/** @param {string} path @param {number} status of an answer that was no page; 0: no answer */
async function showOffline(path, status) {
  const box = element("div", "", "prose");
  box.appendChild(element("h1", status ? WORDS.busy : WORDS.offline));
  box.appendChild(element("p", status ? WORDS.busyAdvice : WORDS.offlineAdvice));
  const line = element("p", "", "acts");
  line.appendChild(element("button", WORDS.again, "btn btn-go btn-big"));
  /** @type {HTMLElement} */ (line.firstChild).setAttribute("data-again", "");
  box.appendChild(line);
  const list = await keep.list();
  if (list.length) {
    box.appendChild(element("h2", WORDS.keptItems));
    const items = element("ul");
    for (const entry of list) {
      const link = element("a", entry.title, "lone");
      link.setAttribute("href", entry.path);
      const item = element("li");
      item.appendChild(link);
      items.appendChild(item);
    }
    box.appendChild(items);
  }
  const { home, place } = shown || { home: seen.home, place: "" };
  show({ path, title: status ? WORDS.busy : WORDS.offline, home, place, html: box.outerHTML, status: 0, sent: false });
}

/** @param {MouseEvent} event */
function pressed(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.closest("[data-again]")) return again();
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a[href]"));
  if (!link || link.hasAttribute("data-plain")) return;
  const href = link.getAttribute("href") || "";
  if (href[0] === "#") {
    event.preventDefault();
    const there = document.getElementById(href.slice(1));
    if (!there) return;
    if (!there.hasAttribute("tabindex")) there.setAttribute("tabindex", "-1");
    there.focus();
    there.scrollIntoView();
    return;
  }
  const own = href[0] === "/" ? href : href.indexOf(`${API}/`) === 0 ? href.slice(API.length) : "";
  if (own && isOurs(own)) {
    event.preventDefault();
    void go(own);
    return;
  }
  const address = new URL(href, API).href;
  const picture = own && !link.hasAttribute("data-open") && link.closest(".pic-off");
  if (picture) {
    event.preventDefault();
    const image = document.createElement("img");
    image.className = "pic";
    image.alt = (link.textContent || "").replace(/^Xem ảnh:?\s*/, "");
    image.src = address;
    picture.parentNode?.replaceChild(image, picture);
    return;
  }
  if (!bridge.inside) {
    link.href = address;
    if (/^https?:/.test(address)) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    return;
  }
  event.preventDefault();
  void leaveBy(link, address);
}

/** @param {SubmitEvent} event */
function submitted(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const pressedButton = /** @type {HTMLButtonElement | null} */ (
    event.submitter || form.querySelector("[data-pressed]")
  );
  if (forms.isPreferences(form)) return void prefer(form, pressedButton);
  if (!isOurs(forms.pathOf(form) || "/")) {
    // Who goes on in confidence leaves nothing of it on the phone.
    if (forms.pathOf(form) === "/confidential") void forms.forget("/phan-anh");
    return void leaveByForm(forms.pathOf(form));
  }
  if (form.method === "post") return void send(form, pressedButton);
  const query = new URLSearchParams(/** @type {any} */ (forms.bodyOf(form, pressedButton)));
  void go(`${forms.pathOf(form)}?${query}`);
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} chosen */
async function prefer(form, chosen) {
  const back = new FormData(form).get("ve");
  if (chosen && chosen.name === "chu") seen.size = Number(chosen.value);
  if (chosen && chosen.name === "anh") seen.saving = chosen.value === "0";
  applySize();
  await keep.choose(seen);
  const path = typeof back === "string" && isOurs(back) ? back : "/";
  const isHere = shown && shown.path === path;
  await go(path, { replace: Boolean(isHere), top: isHere ? window.pageYOffset : undefined });
}

function applySize() {
  document.documentElement.className = seen.size === 18 ? "" : `text-${seen.size}`;
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement | null} pressedButton */
async function send(form, pressedButton) {
  if (form.hasAttribute("aria-busy")) return; // pressed twice
  form.setAttribute("aria-busy", "true");
  const identity = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-zalo=token]"));
  if (identity) identity.value = await bridge.token();
  await shrink(form);
  const [path, files, body] = [forms.pathOf(form), forms.filesOf(form), forms.bodyOf(form, pressedButton)];
  try {
    const part = await go(path || (shown ? shown.path : "/"), { body, replace: true });
    if (!part) return;
    if (part.sent) await forms.forget(path);
    const again = one("main form[method=post]:not([action='/cach-xem'])");
    if (!part.sent && again) forms.putFiles(/** @type {HTMLFormElement} */ (again), files);
  } catch (_) {
    form.removeAttribute("aria-busy");
    sayNotSent(form);
  }
}

/** @param {HTMLFormElement} form */
function sayNotSent(form) {
  say("");
  root.querySelectorAll(".shell-not-sent, form > .shell-note").forEach((each) => each.remove());
  const box = element("div", "", "errs shell-not-sent");
  box.setAttribute("role", "alert");
  box.setAttribute("tabindex", "-1");
  box.appendChild(element("h2", WORDS.notSent));
  box.appendChild(element("p", WORDS.notSentAdvice));
  form.insertBefore(box, form.firstChild);
  box.focus();
}

/** Back and forth: what was shown, where it was left. @param {PopStateEvent} event */
function returned(event) {
  leave();
  const id = Number(event.state?.id);
  const kept = visited.get(id);
  current = id || ++visits;
  if (!kept) return void go(addressed(), { silent: true });
  turn++;
  say("");
  return show(kept.part, { top: kept.top });
}

function listen() {
  history.scrollRestoration = "manual";
  root.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    root.querySelectorAll("[data-pressed]").forEach((each) => each.removeAttribute("data-pressed"));
    const pressedButton = target.closest("button");
    if (pressedButton) pressedButton.setAttribute("data-pressed", "");
    const asking = target.closest("[data-zalo=place]");
    if (asking) void placed(asking);
    else if (target.matches("input[type=file]")) void picked(event);
    else pressed(event);
  });
  root.addEventListener("submit", (event) => submitted(/** @type {SubmitEvent} */ (event)));
  window.addEventListener("popstate", returned);
  window.addEventListener("online", () => root.querySelector(".shell-kept, [data-again]") && again());
}

/** Draw the frame at once, then show the page asked for: the address bar's, else the last home. */
async function start() {
  drawSkeleton();
  listen();
  const path = addressed();
  current = ++visits;
  remember(current, path, true);
  // The last home is known at once, or, inside Zalo, as soon as the SDK is there: nobody waits long for that.
  const kept = keep.preferences().then((preferences) => {
    seen = preferences;
    applySize();
    return true;
  });
  const known = await Promise.race([kept, new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE))]);
  await go(path === "/" ? seen.home : path, { replace: true });
  if (!known && (await kept) && turn === 1 && path === "/" && seen.home !== "/") await go(seen.home, { replace: true });
}

void start();
