// What a picture is about is chosen with mouse or finger; without this script the two numbers say it.
for (const box of document.querySelectorAll("[data-focus]")) {
  const [across, down] = box.querySelectorAll("input");
  const canvas = document.createElement("canvas");
  let picture = null;

  const draw = () => {
    const [x, y] = [across, down].map(({ value }) => Math.min(100, Math.max(0, Number(value || 50) || 0)) / 100);
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const [colour, width] of [["#fff", 6], ["#c8102e", 3]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.beginPath();
      pen.arc(x * canvas.width, y * canvas.height, 16, 0, 7);
      pen.stroke();
    }
  };

  box.closest("form").querySelector("input[type=file]").addEventListener("change", async (event) => {
    canvas.remove();
    const [file] = event.target.files;
    if (!file || !file.type.startsWith("image/")) return;
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return; // the server says what is wrong with it
    }
    const factor = Math.min(1, 300 / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * factor);
    canvas.height = Math.round(picture.height * factor);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Ảnh vừa chọn, vòng tròn là chỗ chính");
    box.querySelector(".hint span").hidden = false;
    box.querySelector(".hint").after(canvas);
    draw();
  });
  canvas.addEventListener("click", (event) => {
    across.value = Math.round((event.offsetX / canvas.clientWidth) * 100);
    down.value = Math.round((event.offsetY / canvas.clientHeight) * 100);
    draw();
  });
  for (const input of [across, down]) input.addEventListener("input", () => { if (picture) draw(); });
}
