/** Pictures of a phone are too large for one request: they are made smaller before a form is sent. */

const LONGEST = 1600;
/** Bytes of a JPEG that is left as it is. */
const ENOUGH = 900000;

/** @param {File} file @returns {Promise<File>} itself where this browser cannot read it: the server says so */
async function smaller(file) {
  const isSmall = file.type === "image/jpeg" && file.size < ENOUGH;
  if (isSmall || file.type.indexOf("image/") !== 0 || typeof createImageBitmap !== "function") return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const factor = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * factor);
    canvas.height = Math.round(picture.height * factor);
    const drawing = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    drawing.fillStyle = "#fff";
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    /** @type {Blob | null} */
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    return made && made.size < file.size ? new File([made], "anh.jpg", { type: "image/jpeg" }) : file;
  } catch (_) {
    return file;
  }
}

/** Put smaller pictures into the file fields of a form. @param {HTMLFormElement} form */
export async function shrink(form) {
  const fields = /** @type {HTMLInputElement[]} */ (
    Array.prototype.slice.call(form.querySelectorAll("input[type=file]"))
  );
  for (const field of fields) {
    if (!field.files?.length) continue;
    const held = new DataTransfer();
    for (const file of Array.prototype.slice.call(field.files)) held.items.add(await smaller(file));
    field.files = held.files;
  }
}
