/**
 * What stays on the phone: how somebody likes to read, their home, what they read last, what they were writing.
 *
 * Inside Zalo this is the bridge's storage (`nativeStorage`, 5 MB, which Zalo grants an app; `localStorage` and cookies
 * are not allowed there), in a browser `localStorage`; where neither works, the memory of this visit. Nothing of it is
 * needed: what cannot be read is not there.
 */

import { inside, sdk, within } from "./bridge.js";

const PREFIX = "loa.";
const PREFERENCES = "preferences";
const READ = "read";
/** How many items, besides the last home, can be read without network. */
const MOST_ITEMS = 20;
/** A draft or an item is kept so long. */
const DAYS = 30 * 86400000;
const PATIENCE = 8000;

/** @typedef {{getItem(key: string): string | null, setItem(key: string, value: string): void, removeItem(key: string): void}} Shelf */
/** @typedef {{size: number, saving: boolean, home: string}} Preferences */
/** @typedef {{path: string, title: string, at: number}} Entry */
/** @typedef {{at: number, fields: Array<[string, string]>}} Draft */

/** @returns {Shelf} */
function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) || null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

/** @returns {Promise<Shelf>} one that was seen to work */
async function opened() {
  try {
    const shelf = inside ? (await within(PATIENCE, sdk())).nativeStorage : window.localStorage;
    shelf.setItem(`${PREFIX}try`, "1");
    shelf.removeItem(`${PREFIX}try`);
    return shelf;
  } catch (_) {
    return memory();
  }
}

/** @type {Promise<Shelf> | null} */
let shelf = null;

/** Open it once. Inside Zalo that loads the SDK: after the first paint. */
function open() {
  if (!shelf) shelf = opened();
  return shelf;
}

/** @param {string} key @returns {Promise<any>} null: not there, or not ours */
async function get(key) {
  try {
    return JSON.parse((await open()).getItem(PREFIX + key) || "null");
  } catch (_) {
    return null;
  }
}

/** @param {string} key @param {unknown} value @returns {Promise<boolean>} whether it is there now */
async function put(key, value) {
  try {
    (await open()).setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch (_) {
    return false; // full, or taken away
  }
}

/** @param {string} key */
async function drop(key) {
  try {
    (await open()).removeItem(PREFIX + key);
  } catch (_) {
    // it was not there
  }
}

/** @returns {Promise<Preferences>} */
export async function preferences() {
  const kept = (await get(PREFERENCES)) || {};
  return {
    size: [18, 24, 30].indexOf(kept.size) >= 0 ? kept.size : 18,
    saving: kept.saving === true,
    home: typeof kept.home === "string" && /^\/(d\/[\w-]+)?$/.test(kept.home) ? kept.home : "/",
  };
}

/** @param {Preferences} chosen */
export const choose = (chosen) => put(PREFERENCES, chosen);

/** @returns {Promise<Entry[]>} what can be read without network, newest first */
export async function list() {
  const kept = await get(READ);
  return Array.isArray(kept) ? kept : [];
}

/**
 * Keep what was just read; the last home and twenty items stay, older ones go.
 *
 * @param {string} path @param {string} title @param {string} html as the server sent it
 */
export async function keepPart(path, title, html) {
  const isHome = (/** @type {string} */ each) => each.indexOf("/bai/") !== 0;
  const entry = { path, title, at: Date.now() };
  const others = (await list()).filter((each) => each.path !== path && !(isHome(path) && isHome(each.path)));
  let items = others.filter((each) => !isHome(each.path));
  const homes = others.filter((each) => isHome(each.path));
  if (!isHome(path)) items = [entry].concat(items);
  const kept = (isHome(path) ? [entry] : homes).concat(items.slice(0, MOST_ITEMS));
  for (const gone of others.filter((each) => kept.indexOf(each) < 0)) await drop(`part:${gone.path}`);
  while (!(await put(`part:${path}`, html))) {
    const oldest = kept.pop();
    if (!oldest || oldest === entry) return;
    await drop(`part:${oldest.path}`);
  }
  await put(READ, kept);
}

/** @param {string} path @returns {Promise<(Entry & {html: string}) | null>} */
export async function keptPart(path) {
  const entry = (await list()).filter((each) => each.path === path)[0];
  const html = entry && (await get(`part:${path}`));
  return typeof html === "string" ? Object.assign({ html }, entry) : null;
}

/** An item that was taken back must not stay on the phone either. @param {string} path */
export async function forgetPart(path) {
  const kept = await list();
  if (!kept.some((each) => each.path === path)) return;
  await drop(`part:${path}`);
  await put(
    READ,
    kept.filter((each) => each.path !== path),
  );
}

/** @param {string} path of the form @param {Array<[string, string]>} fields */
export const keepDraft = (path, fields) => put(`draft:${path}`, { at: Date.now(), fields });

/** @param {string} path @returns {Promise<Draft | null>} */
export async function draft(path) {
  const kept = await get(`draft:${path}`);
  return kept && Array.isArray(kept.fields) && Date.now() - kept.at < DAYS ? kept : null;
}

/** @param {string} path */
export const dropDraft = (path) => drop(`draft:${path}`);
