// Pictures of a phone are too large for one request: they are made smaller before they are sent. Without this
// script they go as they are, and what is too large is refused with a sentence.
(() => {
  const LONGEST = 1600;
  const ENOUGH = 900_000;

  async function smaller(file) {
    if (!file.type.startsWith("image/") || (file.size < ENOUGH && file.type === "image/jpeg")) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const factor = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * factor);
      canvas.height = Math.round(picture.height * factor);
      const drawing = canvas.getContext("2d");
      drawing.fillStyle = "#fff";
      drawing.fillRect(0, 0, canvas.width, canvas.height);
      drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
      return made && made.size < file.size ? new File([made], "anh.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file; // no picture, or one that this browser cannot read: the server says so
    }
  }

  // Officers' forms are sent by the console's own script, with the button that was pressed: there the pictures are
  // made smaller as soon as they are chosen.
  if (document.body.classList.contains("desk")) {
    for (const input of document.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", async () => {
        if (typeof DataTransfer === "undefined") return;
        const held = new DataTransfer();
        for (const file of input.files) held.items.add(await smaller(file));
        input.files = held.files;
        const field = input.closest(".field");
        const note = field && field.querySelector("[data-larger-than]");
        if (!note) return;
        note.hidden = ![...input.files].some((file) => file.size > Number(note.dataset.largerThan));
        if (!note.hidden) input.value = "";
      });
    }
    return;
  }

  for (const form of document.querySelectorAll("form[enctype]")) {
    const button = form.querySelector("button");
    const input = form.querySelector("input[type=file]");
    form.addEventListener("submit", async (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      button.lastChild.textContent = "Đang gửi…";
      button.setAttribute("aria-busy", "true");
      if (!input || !input.files.length || typeof DataTransfer === "undefined") return;
      event.preventDefault();
      const held = new DataTransfer();
      for (const file of input.files) held.items.add(await smaller(file));
      input.files = held.files;
      form.submit();
    });
  }
  // Who comes back by the browser's own button finds a form that can be sent.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
