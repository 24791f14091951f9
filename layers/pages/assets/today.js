// "Sắp hết hạn": rows of all areas that say until when (`data-due`), in one list by the time left. A row stands in it
// instead of in its own part. Without script the parts stand one below another.
(() => {
  const box = document.querySelector("[data-soonest]");
  if (!box) {
    return;
  }
  const most = 8; // as many as each part sends of its own
  const days = 7;
  const list = box.querySelector("ul");
  const said = box.querySelector("[role=status]");
  const parts = [...document.querySelectorAll("[data-area]")];

  const state = (part) => {
    const live = part.querySelector("[data-live]");
    if (live && (live.hasAttribute("data-trouble") || live.querySelector(".live-bad"))) {
      return "trouble";
    }
    return live && live.getAttribute("hx-trigger") === "load" ? "busy" : "shown";
  };

  const copyOf = (row, area) => {
    const copy = row.cloneNode(true);
    const words = document.createElement("p");
    copy.hidden = false;
    words.className = "soft small";
    words.textContent = area;
    copy.firstElementChild.prepend(words);
    return copy;
  };

  // A part whose rows all stand in the list says so.
  const note = (part) => {
    for (const rows of part.querySelectorAll(".work")) {
      const next = rows.nextElementSibling;
      const has = next && next.hasAttribute("data-moved");
      const all = [...rows.children].every((row) => row.hidden);
      if (all && !has) {
        const words = document.createElement("p");
        words.className = "soft small";
        words.dataset.moved = "";
        words.textContent = "Ở danh sách “Sắp hết hạn” bên trên.";
        rows.after(words);
      } else if (!all && has) {
        next.remove();
      }
    }
  };

  const draw = () => {
    const until = new Date(Date.now() + days * 86400000).toISOString();
    const rows = parts.flatMap((part) => [...part.querySelectorAll("li[data-due]")].map((row) => [row, part]))
      .filter(([row]) => row.dataset.due <= until)
      .sort(([one], [other]) => (one.dataset.due < other.dataset.due ? -1 : Number(one.dataset.due > other.dataset.due)));
    const shown = rows.slice(0, most);
    const chosen = new Set(shown.map(([row]) => row));
    const held = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : "";
    for (const part of parts) {
      for (const row of part.querySelectorAll("li[data-due]")) {
        row.hidden = chosen.has(row);
      }
      note(part);
    }
    list.replaceChildren(...shown.map(([row, part]) => copyOf(row, part.dataset.area)));
    if (held) { // the keyboard stays where it was
      const link = [...list.querySelectorAll("a")].find((each) => each.getAttribute("href") === held);
      (link || box.querySelector("a") || document.body).focus();
    }
    const missing = parts.filter((part) => state(part) === "trouble").map((part) => part.dataset.area);
    const words = [];
    if (parts.some((part) => state(part) === "busy")) {
      words.push("Đang xem các mục…");
    } else if (!shown.length && !missing.length) {
      words.push("Không có việc nào hết hạn trong 7 ngày tới.");
    }
    if (missing.length) {
      words.push(`Chưa xem được: ${missing.join(", ")}. Danh sách này có thể thiếu.`);
    }
    said.textContent = words.join(" ");
    said.hidden = !words.length;
    box.hidden = false;
  };

  const drawn = new MutationObserver(draw); // a part that was drawn again is another element
  for (const part of parts) {
    drawn.observe(part, { childList: true });
  }
  document.addEventListener("htmx:error", () => setTimeout(draw));
  draw();
})();
