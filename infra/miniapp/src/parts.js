/**
 * Parts of pages: fetched from our server (`?part=1`), made harmless, shown.
 *
 * A part is data: a title, where it belongs, and what stands in `main`. All code is in the bundle.
 */

/** Addresses of our host that are no pages for the shell: files, and pages that answer nobody from elsewhere. */
const OTHERS =
  /^\/(confidential|console|zalo|media|files|assets|read|answered-cases|search|feeds?|thi|khao-sat|gop-y)(\/|$)|^\/theo-doi\/[^/]+\/anh\/|^\/cua-toi\/tep$|\.(ics|xml|pdf|docx?)$/;
const UNWANTED = "script, style, link, meta, base, iframe, object, embed, title, frame, applet, animate, set, use";
const LEADING = ["href", "src", "action", "formaction", "xlink:href", "poster"];
/** How long to wait for a page: where an older one is kept, not long. */
const PATIENCE = 20000;
const PATIENCE_WITH_KEPT = 4000;

/** @typedef {{path: string, title: string, home: string, place: string, html: string, status: number, sent: boolean}} Part */

/** Whether a path leads to a page of our host that the shell shows; a tab in it could lead elsewhere. @param {string} path */
export function isOurs(path) {
  const url = path[0] === "/" ? whole(path) : null;
  return url !== null && !OTHERS.test(url.pathname);
}

/** Whether a page is about the reader, who shows their token there and nowhere else. @param {string} path */
export const isOwn = (path) => /^\/cua-toi([/?#]|$)/.test(path);

/** @param {string} path @returns {URL | null} null: it leads to another host */
function whole(path) {
  try {
    const url = new URL(path, API);
    return url.origin === new URL(API).origin ? url : null;
  } catch (_) {
    return null;
  }
}

/** What the network did not bring. */
export class Unreachable extends Error {}

/**
 * Fetch a part.
 *
 * @param {string} path with its query
 * @param {{size: number, saving: boolean}} seen how the person reads
 * @param {{body?: FormData | URLSearchParams, hurry?: Promise<boolean>, token?: string}} [more] `token`: who reads
 * @returns {Promise<Part>}
 */
export async function fetchPart(path, seen, more = {}) {
  const url = whole(path);
  if (!url) throw new Unreachable("0");
  url.hash = "";
  url.searchParams.set("part", "1");
  if (seen.size !== 18) url.searchParams.set("chu", String(seen.size));
  if (seen.saving) url.searchParams.set("anh", "0");
  const ended = typeof AbortController === "function" ? new AbortController() : null;
  const abort = () => ended?.abort();
  const timers = [setTimeout(abort, more.body ? 3 * PATIENCE : PATIENCE)];
  if (more.hurry) void more.hurry.then((isKept) => isKept && timers.push(setTimeout(abort, PATIENCE_WITH_KEPT)));
  try {
    const answer = await fetch(url.href, {
      method: more.body ? "POST" : "GET",
      body: more.body,
      headers: more.token ? { Authorization: `Bearer ${more.token}` } : {},
      credentials: "omit",
      signal: ended ? ended.signal : undefined,
    });
    const html = await answer.text();
    if (answer.url && !whole(answer.url)) throw new Unreachable("0");
    if ((answer.headers.get("content-type") || "").indexOf("text/html") !== 0)
      throw new Unreachable(String(answer.status));
    return read(html, ownPath(answer.url || url.href), answer.status, answer.redirected && Boolean(more.body));
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable("0");
  } finally {
    timers.forEach(clearTimeout);
  }
}

/** The path of a page without what only the shell says. @param {string} address */
function ownPath(address) {
  const url = new URL(address);
  for (const name of ["part", "chu", "anh"]) url.searchParams.delete(name);
  return url.pathname + url.search;
}

/**
 * Read a part as the server sent it, or as it was kept.
 *
 * @param {string} html @param {string} path @param {number} [status] @param {boolean} [sent]
 * @returns {Part}
 */
export function read(html, path, status = 200, sent = false) {
  const content = inert(html);
  const title = content.querySelector("title");
  const up = content.querySelector("link[rel=up]");
  return {
    path,
    html,
    status,
    sent,
    title: title?.textContent || "",
    home: up?.getAttribute("href") || "/",
    place: up?.getAttribute("title") || "",
  };
}

/** @param {string} address @returns {boolean} that a browser opens a page, a call or a letter for it, and runs nothing */
function leadsSomewhere(address) {
  try {
    return ["https:", "http:", "tel:", "mailto:"].indexOf(new URL(address, API).protocol) >= 0;
  } catch {
    return false;
  }
}

/** @param {string} html @returns {DocumentFragment} nothing in it loads or runs */
function inert(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/**
 * What stands in a part, ready to be shown: addresses of our host are whole, nothing in it can run.
 *
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function harmless(html) {
  const content = inert(html);
  content.querySelectorAll(UNWANTED).forEach((each) => each.remove());
  content.querySelectorAll("*").forEach((each) => {
    for (const { name, value } of Array.prototype.slice.call(each.attributes)) {
      const isCode = name.indexOf("on") === 0 || name === "srcdoc" || name === "style";
      const leadsToCode = LEADING.indexOf(name) >= 0 && !leadsSomewhere(value);
      if (isCode || leadsToCode) each.removeAttribute(name);
    }
    const source = each.getAttribute("src");
    if (source && source[0] === "/") each.setAttribute("src", new URL(source, API).href);
    const sources = each.getAttribute("srcset");
    if (sources)
      each.setAttribute(
        "srcset",
        sources.replace(/(^|,\s*)(\/[^\s,]+)/g, (_, before, own) => before + new URL(own, API).href),
      );
  });
  return content;
}
