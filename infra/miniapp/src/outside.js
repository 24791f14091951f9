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

/** Contests, surveys and drafts open outside, where nobody knows who comes: with a pass that our server gives for the token. @param {string} address */
async function withPass(address) {
  const url = new URL(address);
  if (url.origin !== new URL(API).origin || !/^\/(thi|khao-sat|gop-y)(\/|$)/.test(url.pathname)) return address;
  try {
    const headers = { Authorization: `Bearer ${await bridge.token()}` };
    const answer = await fetch(new URL("/profile/pass", API).href, { headers, credentials: "omit" });
    if (answer.ok) url.searchParams.set("the", (await answer.json()).pass);
  } catch (_) {
    // who cannot be asked takes part as a browser does
  }
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
