/**
 * What Zalo does better than a browser, and what a browser does instead. The one place that knows Zalo's SDK.
 *
 * The SDK is a file of its own (`zalo.module.js`, 35 KB), loaded inside Zalo only and after the first paint. Outside,
 * each of its functions would refuse (-2000); on `localhost` they would succeed and do nothing.
 */

/** @typedef {typeof import("./zalo.js")} Sdk */

/** The Mini App stands at https://h5.zdn.vn/zapps/ID/ (zbrowser://h5.zdn.vn on iOS); the SDK tells by the same. */
export const inside = location.hostname.indexOf("h5.zdn.vn") >= 0 && location.pathname.indexOf("/zapps/") === 0;

/** The id of the Mini App, as its address says. */
const ID = (/^\/zapps\/([^/]+)/.exec(location.pathname) || ["", ""])[1];

/** What comes of asking Zalo: done, refused by the person, or for a browser to do. */
export const DONE = "done";
export const REFUSED = "refused";
export const NOT_HERE = "not here";

/** Codes by which Zalo says that the person said no (-201, -2002) or closed the sheet (-2003): nobody asks again. */
const BY_PERSON = [-201, -2002, -2003];
const PATIENCE = 12000;

/** @type {Promise<Sdk> | null} */
let loading = null;

/**
 * Load Zalo's SDK, once; what fails is tried again next time.
 *
 * @returns {Promise<Sdk>}
 */
export function sdk() {
  if (!inside) return Promise.reject(new Error("outside Zalo"));
  if (!loading) {
    loading = import("./zalo.module.js");
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

/**
 * Ask Zalo for something.
 *
 * @template T
 * @param {(sdk: Sdk) => Promise<T>} work
 * @param {number} [patience] milliseconds; 0 where a person decides how long it takes
 * @returns {Promise<{outcome: string, value?: T}>}
 */
async function ask(work, patience = PATIENCE) {
  if (!inside) return { outcome: NOT_HERE };
  try {
    const asked = sdk().then(work);
    return { outcome: DONE, value: await (patience ? within(patience, asked) : asked) };
  } catch (error) {
    const code = Number(/** @type {{code?: unknown} | null} */ (error)?.code);
    return { outcome: BY_PERSON.indexOf(code) >= 0 ? REFUSED : NOT_HERE };
  }
}

/**
 * Wait for a promise, but not for ever.
 *
 * @template T
 * @param {number} milliseconds
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("too late")), milliseconds);
    promise.then(resolve, reject).then(() => clearTimeout(timer));
  });
}

/** @param {string} url of another site; instead: the link */
export const openPage = async (url) =>
  (await ask((zalo) => zalo.openWebview({ url, config: { style: "normal" } }))).outcome;

/** @param {string} url of a PDF @param {string} title; instead: the link */
export const openFile = async (url, title) =>
  (await ask((zalo) => zalo.openDocument({ url, title, share: false, download: true, edit: false }))).outcome;

/** @param {string} phoneNumber instead: `tel:` */
export const call = async (phoneNumber) => (await ask((zalo) => zalo.openPhone({ phoneNumber }))).outcome;

/** @param {string} id of an account; instead: its address at zalo.me */
export const chat = async (id) => (await ask((zalo) => zalo.openChat({ type: "oa", id }))).outcome;

/** @param {string} id of an account; instead: its address at zalo.me */
export const follow = async (id) => (await ask((zalo) => zalo.followOA({ id }), 0)).outcome;

/**
 * Let somebody send on what they read; instead the phone's own sheet, else the address is copied.
 *
 * @param {{title: string, path: string, description: string, thumbnail: string, address: string}} shared
 * @returns {Promise<string>} "copied" when all that could be done was that
 */
export async function share(shared) {
  const { address, thumbnail, ...words } = shared;
  const link = `https://zalo.me/s/${ID}/?p=${encodeURIComponent(shared.path)}`;
  const asked = await ask(
    (zalo) =>
      zalo.openShareSheet(
        thumbnail
          ? { type: "zmp_deep_link", data: { ...words, thumbnail } } // Zalo wants a picture there
          : { type: "link", data: { link } },
      ),
    0,
  );
  if (asked.outcome !== NOT_HERE) return asked.outcome;
  if (navigator.share) {
    return navigator.share({ title: shared.title, url: address }).then(
      () => DONE,
      () => REFUSED,
    );
  }
  try {
    await navigator.clipboard.writeText(address);
    return "copied";
  } catch (_) {
    return NOT_HERE;
  }
}

/** Who reads, as a token that our server has Zalo check; outside Zalo, or when it refuses, nobody: empty. */
export const token = async () => (await ask((zalo) => zalo.getAccessToken())).value || "";

/**
 * Where the person is: in Zalo a token that our server exchanges, in a browser the place itself.
 *
 * @returns {Promise<{token?: string, latitude?: number, longitude?: number} | null>} null: they said no, or nobody knows
 */
export async function place() {
  const asked = await ask((zalo) => zalo.getLocation(), 0);
  if (asked.outcome === REFUSED) return null;
  if (asked.value?.token) return { token: asked.value.token };
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
      () => resolve(null),
      { timeout: PATIENCE, maximumAge: 60000 },
    );
  });
}

/**
 * Let somebody choose pictures; in a browser, or when Zalo refuses, its own file field does.
 *
 * @param {number} count at most
 * @returns {Promise<File[] | null>} null: let the field do it
 */
export async function choosePictures(count) {
  const asked = await ask((zalo) => zalo.chooseImage({ count, sourceType: ["album", "camera"] }), 0);
  if (asked.outcome === REFUSED) return [];
  if (!asked.value) return null;
  try {
    return await Promise.all(asked.value.filePaths.map(picture));
  } catch (_) {
    return null;
  }
}

/** @param {string} address @param {number} number */
async function picture(address, number) {
  const content = await (await fetch(address)).blob();
  return new File([content], `anh-${number + 1}.jpg`, { type: content.type || "image/jpeg" });
}
