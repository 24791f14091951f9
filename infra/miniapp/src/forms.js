/**
 * Forms: sent without leaving the page, and never lost.
 *
 * What is typed is kept on the phone with the form's own key (`khoa`), so that a form sent twice, because the answer got
 * lost on the way, is one case. Files cannot be kept over a restart; over a failed sending they stay in their fields.
 */

import * as keep from "./keep.js";

/** The field that makes a form sent twice one thing; it is kept with what was typed, other hidden ones are not. */
const KEY = "khoa";
const NEVER_KEPT = ["password", "file", "submit", "button"];
const PAUSE = 800;
/** What waits for the pause, by path: a form that came back with its faults takes the place of the one before it. */
/** @type {Map<string, number>} */
const waiting = new Map();

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @param {HTMLFormElement} form */
export const isKept = (form) => form.method === "post" && !isPreferences(form) && !form.hasAttribute("data-unkept");

/** @param {HTMLFormElement} form */
export const isPreferences = (form) => pathOf(form) === "/cach-xem";

/** @param {HTMLFormElement} form @returns {string} the path that it is sent to */
export const pathOf = (form) => form.getAttribute("action") || "";

/** @param {HTMLFormElement} form @returns {Field[]} */
const fieldsOf = (form) =>
  Array.prototype.filter.call(
    form.elements,
    (field) => field.name && NEVER_KEPT.indexOf(field.type) < 0 && (field.type !== "hidden" || field.name === KEY),
  );

/** @param {HTMLFormElement} form @returns {Array<[string, string]>} */
function typed(form) {
  const isTicked = (/** @type {any} */ field) => ["radio", "checkbox"].indexOf(field.type) < 0 || field.checked;
  return fieldsOf(form)
    .filter(isTicked)
    .map((field) => /** @type {[string, string]} */ ([field.name, field.value]));
}

/** @param {HTMLFormElement} form @param {Array<[string, string]>} fields */
function fill(form, fields) {
  for (const field of /** @type {any[]} */ (fieldsOf(form))) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
    else if (values.length) field.value = values[0];
  }
}

/**
 * Keep what is typed into a form, and put back what was typed before.
 *
 * @param {HTMLFormElement} form
 * @param {(draft: keep.Draft) => void} found is called when there was something
 */
export async function watch(form, found) {
  const path = pathOf(form);
  const save = () => {
    clearTimeout(waiting.get(path));
    waiting.set(
      path,
      window.setTimeout(() => void keep.keepDraft(path, typed(form)), PAUSE),
    );
  };
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  if (form.querySelector("[aria-invalid]")) return; // came back with what was typed
  const kept = await keep.draft(path);
  if (!kept || !form.isConnected || same(typed(form), kept.fields)) return;
  fill(form, kept.fields);
  found(kept);
}

/** Keep nothing of a form that was sent, not even the words typed a moment ago. @param {string} path */
export function forget(path) {
  clearTimeout(waiting.get(path));
  return keep.dropDraft(path);
}

/** Whether nothing but the key differs. @param {Array<[string, string]>} one @param {Array<[string, string]>} other */
function same(one, other) {
  const words = (/** @type {Array<[string, string]>} */ fields) =>
    JSON.stringify(fields.filter(([name, value]) => value && name !== KEY));
  return words(one) === words(other);
}

/**
 * The body of a form, with the button that was pressed.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 * @returns {FormData | URLSearchParams}
 */
export function bodyOf(form, button) {
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  if (form.enctype === "multipart/form-data") return data;
  const pairs = new URLSearchParams();
  data.forEach((value, name) => pairs.append(name, String(value)));
  return pairs;
}

/** @param {HTMLFormElement} form @returns {Map<string, FileList>} what was chosen, by the name of its field */
export function filesOf(form) {
  /** @type {Map<string, FileList>} */
  const chosen = new Map();
  form.querySelectorAll("input[type=file]").forEach((field) => {
    const { name, files } = /** @type {HTMLInputElement} */ (field);
    if (files?.length) chosen.set(name, files);
  });
  return chosen;
}

/** Put chosen files into a form that came back, unless the server holds them. @param {HTMLFormElement} form @param {Map<string, FileList>} chosen */
export function putFiles(form, chosen) {
  if (form.querySelector("[name=giu]")) return;
  chosen.forEach((files, name) => {
    const field = form.querySelector(`input[type=file][name="${name}"]`);
    if (field) /** @type {HTMLInputElement} */ (field).files = files;
  });
}
