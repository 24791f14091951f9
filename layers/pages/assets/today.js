// "Sắp hết hạn": rows of all areas that say until when (`data-due`), in one list by the time left. A row stands in it
// instead of in its own part. Without script the parts stand one below another.
(() => {
  const box = document.querySelector("[data-soonest]");
  if (!box) {
    return;
  }
  const most = 8; // as many as each part sends of its own
  const days = 7;
  const few = 5; // as many as a part shows of itself
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

  // A part whose rows all stand in the list says so; one that shows the first of them alone says how many are left.
  const note = (part, chosen) => {
    for (const rows of part.querySelectorAll(".work")) {
      const next = rows.nextElementSibling;
      if (next && next.hasAttribute("data-moved")) {
        next.remove();
      }
      const here = [...rows.children].filter((row) => !chosen.has(row));
      here.forEach((row, place) => {
        row.hidden = place >= few;
      });
      if (here.length && here.length <= few) {
        continue;
      }
      const words = document.createElement("p");
      words.className = "soft small";
      words.dataset.moved = "";
      words.textContent = here.length
        ? `Còn ${here.length - few} việc nữa trong mục này.`
        : "Ở danh sách “Sắp hết hạn” bên trên.";
      rows.after(words);
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
      note(part, chosen);
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
