/** What leads out of the pages, done with Zalo where it does that better; what it refuses is left as a link. */

import * as bridge from "./bridge.js";
import { button, element, plainLink, say } from "./view.js";
import { WORDS } from "./words.js";

/** @typedef {import("./parts.js").Part} Part */

/** Open with Zalo what is not a page of ours; what it refuses is left as a link. @param {HTMLAnchorElement} link @param {string} address */
export async function leaveBy(link, address) {
  const account = (/^https:\/\/zalo\.me\/(\d+)/.exec(address) || [])[1];
  const wanted = link.getAttribute("data-open") || "";
  const isFile = wanted === "document" || /\.pdf$/.test(new URL(address).pathname);
  let [outcome, instead] = [bridge.NOT_HERE, WORDS.openPage];
  if (/^tel:/.test(address)) {
    instead = WORDS.call(address.slice(4));
    outcome = await bridge.call(address.slice(4));
  } else if (account && wanted === "follow") {
    instead = WORDS.openChat;
    outcome = await bridge.follow(account);
    if (outcome === bridge.DONE) say(WORDS.followed);
    if (outcome === bridge.REFUSED) say(WORDS.asYouWish);
  } else if (account) {
    instead = WORDS.openChat;
    outcome = await bridge.chat(account);
  } else if (isFile) {
    instead = WORDS.openFile;
    outcome = await bridge.openFile(address, (link.textContent || "").trim().slice(0, 100));
  } else {
    outcome = await bridge.openPage(await withPass(address));
  }
  if (outcome === bridge.NOT_HERE) say(WORDS.press, plainLink(address, instead));
}

/** How long a pass is used again: it is good for a day. */
const PASS_KEPT = 12 * 3600000;
/** Quietly, after the page, and not in the same second for everybody. */
const PASS_DELAY = [300, 2500];

/** The pass of who reads, asked for once; never kept on the phone: another account may be used there later. @type {Promise<string> | null} */
let pass = null;
let passAt = 0;
/** Home pages list what is open, so everybody would ask; and who was refused asks again only at the tap, or later. */
const HOME = /^\/(d\/[\w-]+)?([?#]|$)/;
const SILENT = 5 * 60000;
let refusedAt = 0;

/** Whether an address is of our pages that open outside, where nobody knows who comes. @param {string} href */
function isParticipation(href) {
  try {
    const url = new URL(href, API);
    return url.origin === new URL(API).origin && /^\/(thi|khao-sat|gop-y)(\/|$)/.test(url.pathname);
  } catch (_) {
    return false;
  }
}

/** Ask for the pass where a page leads to a contest, a survey or a draft: the tap itself then asks nobody who reads. No dialogue comes of it. @param {HTMLElement} main @param {string} path */
export function prepare(main, path) {
  if (!bridge.inside || pass || HOME.test(path) || Date.now() - refusedAt < SILENT) return;
  const links = Array.prototype.slice.call(main.querySelectorAll("a[href]"));
  if (!links.some((/** @type {Element} */ link) => isParticipation(link.getAttribute("href") || ""))) return;
  setTimeout(() => void passOnce(), PASS_DELAY[0] + Math.random() * (PASS_DELAY[1] - PASS_DELAY[0]));
}

/** The pass, as it is known, on its way, or asked for now; empty: nobody says who reads, and it is asked again next time. */
function passOnce() {
  if (!pass || Date.now() - passAt > PASS_KEPT) {
    passAt = Date.now();
    pass = askPass();
    void pass.then((given) => {
      if (given) return;
      pass = null;
      refusedAt = Date.now();
    });
  }
  return pass;
}

async function askPass() {
  try {
    const token = await bridge.token();
    if (!token) return "";
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await fetch(new URL("/profile/pass", API).href, { headers, credentials: "omit" });
    return answer.ok ? String((await answer.json()).pass) : "";
  } catch (_) {
    return ""; // who cannot be asked takes part as a browser does
  }
}

/** Contests, surveys and drafts open outside: with a pass that our server gives for the token. @param {string} address */
async function withPass(address) {
  if (!isParticipation(address)) return address;
  const url = new URL(address);
  const given = await passOnce();
  if (given) url.searchParams.set("the", given);
  return url.href;
}

/** A form that leads to pages which answer nobody from elsewhere, as those of denunciations: they open by themselves. @param {string} path */
export async function leaveByForm(path) {
  const address = new URL(path, API).href;
  const outcome = await bridge.openPage(address);
  if (outcome === bridge.DONE) say(WORDS.elsewhere);
  else say(`${WORDS.elsewhere} ${WORDS.press}`, plainLink(address, WORDS.openPage));
}

/** @param {HTMLElement} main @param {Part} part */
export function addShare(main, part) {
  const cover = main.querySelector("img.pic");
  const lead = main.querySelector(".lead");
  const shared = {
    title: part.title.slice(0, 100),
    path: part.path,
    description: (lead?.textContent || part.title).slice(0, 400),
    thumbnail: cover?.getAttribute("src") || "",
    address: new URL(part.path, API).href,
  };
  const line = element("p", "", "acts");
  line.appendChild(
    button(
      WORDS.share,
      () =>
        void bridge.share(shared).then((outcome) => {
          if (outcome === "copied") say(WORDS.copied);
          if (outcome === bridge.NOT_HERE) say(WORDS.press, plainLink(shared.address, shared.address));
        }),
      "btn",
    ),
  );
  (main.querySelector("article") || main).appendChild(line);
}

/** A file field inside Zalo: its own chooser, else the field. @param {MouseEvent} event */
export async function picked(event) {
  const field = /** @type {HTMLInputElement} */ (event.target);
  if (!bridge.inside || field.type !== "file" || field.hasAttribute("data-plain")) return;
  event.preventDefault();
  const chosen = await bridge.choosePictures(field.multiple ? 10 : 1);
  if (chosen === null) {
    field.setAttribute("data-plain", "");
    return field.click();
  }
  if (!chosen.length) return;
  const files = new DataTransfer();
  for (const file of chosen) files.items.add(file);
  field.files = files.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** A button that asks where somebody is (`data-zalo=place`) fills the fields `data-zalo=token`, `latitude`, `longitude`. @param {Element} pressedButton */
export async function placed(pressedButton) {
  const form = pressedButton.closest("form");
  const found = await bridge.place();
  if (!form || !found) return say(WORDS.noPlace);
  for (const [name, value] of Object.entries(found)) {
    const field = /** @type {HTMLInputElement | null} */ (form.querySelector(`[data-zalo="${name}"]`));
    if (field) field.value = String(value);
  }
  say(WORDS.placed);
}
