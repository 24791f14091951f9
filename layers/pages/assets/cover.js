// Boxes drawn on a picture by mouse or finger. They are written as numbers into the field that the form sends:
// who has no script writes the numbers, and both see the same boxes.
(() => {
  const form = document.querySelector("form[data-cover]");
  if (!form || !window.PointerEvent) return;
  const board = form.querySelector(".board");
  const field = form.querySelector("textarea");
  const list = form.querySelector("[data-boxes]");
  const nothing = form.querySelector("input[type=checkbox]");
  const LEAST = 1; // per cent: less is a slip of the hand

  const read = () =>
    field.value.split("\n").map((line) => line.trim().split(/[\s,;]+/).map(Number))
      .filter((box) => box.length === 4 && box.every((number) => number >= 0 && number <= 100));
  const write = (boxes) => {
    field.value = boxes.map((box) => box.map((number) => Math.round(number * 10) / 10).join(" ")).join("\n");
    draw();
  };

  function place(element, [left, top, right, bottom]) {
    element.style.left = `${left}%`;
    element.style.top = `${top}%`;
    element.style.width = `${right - left}%`;
    element.style.height = `${bottom - top}%`;
  }

  function draw() {
    const boxes = read();
    for (const old of board.querySelectorAll(".box")) old.remove();
    list.textContent = "";
    list.hidden = !boxes.length;
    boxes.forEach((box, index) => {
      const shown = document.createElement("div");
      shown.className = "box";
      shown.textContent = index + 1;
      place(shown, box);
      board.append(shown);
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-small";
      button.textContent = `Bỏ ô ${index + 1}`;
      button.addEventListener("click", () => write(boxes.filter((_, other) => other !== index)));
      item.append(button);
      list.append(item);
    });
    if (boxes.length && nothing) nothing.checked = false;
  }

  function at(event) {
    const frame = board.getBoundingClientRect();
    const part = (value, start, length) => Math.min(100, Math.max(0, ((value - start) / length) * 100));
    return [part(event.clientX, frame.left, frame.width), part(event.clientY, frame.top, frame.height)];
  }

  let start = null;
  let drawn = null;
  const between = ([x, y]) => [Math.min(start[0], x), Math.min(start[1], y), Math.max(start[0], x), Math.max(start[1], y)];

  board.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    start = at(event);
    drawn = document.createElement("div");
    drawn.className = "box";
    board.append(drawn);
  });
  board.addEventListener("pointermove", (event) => {
    if (start) place(drawn, between(at(event)));
  });
  board.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = between(at(event));
    start = null;
    drawn.remove();
    if (box[2] - box[0] >= LEAST && box[3] - box[1] >= LEAST) write([...read(), box]);
  });
  board.addEventListener("pointercancel", () => {
    if (drawn) drawn.remove();
    start = null;
  });
  field.addEventListener("input", draw);
  for (const words of form.querySelectorAll("[data-with-script]")) words.hidden = false;
  board.classList.add("ready");
  draw();
})();
