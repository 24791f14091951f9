// What the console adds where there is script. Every page is complete without it.

// A form that is under way is not sent twice, and its button says so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  if (event.submitter) {
    event.submitter.setAttribute("aria-busy", "true");
  }
});

// Whoever comes back with the browser's own "back" finds the form ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
  }
});

// Parts that ask for themselves rest while nobody sees them.
document.addEventListener("htmx:before:request", (event) => {
  const asked = event.detail.ctx && event.detail.ctx.sourceEvent;
  if (document.hidden && asked && asked.type === "every") {
    event.preventDefault();
  }
});

// A part that could not be read keeps what it showed, and says so once.
document.addEventListener("htmx:error", (event) => {
  const part = event.target.closest && event.target.closest("[data-live]");
  if (part && !part.querySelector(".live-bad")) {
    const words = document.createElement("p");
    words.className = "live-bad soft small";
    words.textContent = "Chưa cập nhật được. Máy sẽ tự thử lại.";
    part.append(words);
  }
});

// What is typed as a password can be looked at.
for (const box of document.querySelectorAll("input[type=password]")) {
  const row = document.createElement("span");
  const button = document.createElement("button");
  row.className = "with";
  button.className = "btn";
  button.type = "button";
  button.textContent = "Hiện";
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-label", "Hiện mật khẩu");
  button.addEventListener("click", () => {
    const shown = box.type === "text";
    box.type = shown ? "password" : "text";
    button.textContent = shown ? "Hiện" : "Ẩn";
    button.setAttribute("aria-pressed", String(!shown));
  });
  box.replaceWith(row);
  row.append(box, button);
  box.form.addEventListener("submit", () => { box.type = "password"; });
}

// Two minutes before a session ends the page asks; at its end it leaves the screen, and what was typed is kept.
(() => {
  const idle = Number(document.body.dataset.idle || 0);
  if (!idle) {
    return;
  }
  const warnBefore = 120;
  const changed = new Set();
  document.addEventListener("input", (event) => changed.add(event.target.form));

  const left = async (asking) => {
    const headers = asking ? {} : { "hx-request": "true" };
    const answer = await fetch("/console/con", { headers, cache: "no-store" });
    return Number(await answer.text()) || 0;
  };

  const leave = () => {
    const form = [...changed].find((each) => each && each.isConnected && each.method === "post"
      && each.elements.csrf && !each.querySelector("input[type=password]"));
    if (form && !location.pathname.startsWith("/console/to-cao")) {
      form.action = "/console/het-phien";
      form.enctype = "application/x-www-form-urlencoded";
      form.submit();
    } else {
      location.assign(`/console/dang-nhap?vi=het&den=${encodeURIComponent(location.pathname + location.search)}`);
    }
  };

  let note = null;
  const ask = () => {
    note = document.createElement("div");
    note.className = "note note-warn ending";
    note.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = "Anh/chị còn làm việc không? Sau 2 phút máy sẽ đóng phiên; bài đang soạn vẫn được giữ. ";
    const stay = document.createElement("button");
    stay.className = "btn btn-small";
    stay.type = "button";
    stay.textContent = "Còn, ở lại";
    stay.addEventListener("click", async () => {
      wait(await left(true));
    });
    words.append(stay);
    note.append(words);
    document.body.append(note);
  };

  let timer = 0;
  const wait = (seconds) => {
    clearTimeout(timer);
    if (note) {
      note.remove();
      note = null;
    }
    timer = setTimeout(check, Math.max(0, seconds - warnBefore) * 1000);
  };
  const check = async () => {
    const seconds = await left(false).catch(() => 0);
    if (seconds > warnBefore) {
      wait(seconds);
    } else if (seconds > 0) {
      ask();
      timer = setTimeout(end, seconds * 1000 + 1000);
    } else {
      leave();
    }
  };
  const end = async () => {
    const seconds = await left(false).catch(() => 0);
    if (seconds > 0) {
      wait(seconds);
    } else {
      leave();
    }
  };
  wait(idle);
})();

// The editor keeps what was written, some seconds after somebody has stopped typing; a button that is pressed meanwhile
// waits for that, so that it goes on from what was kept.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  let timer = 0;
  let keeping = null;
  const keep = async () => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("do", "auto");
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" }).catch(() => null);
    if (answer && answer.status === 200) {
      const [revision, ...words] = (await answer.text()).split(" ");
      form.elements.revision.value = revision;
      said.textContent = words.join(" ");
    } else {
      said.textContent = "Chưa tự lưu được. Xin bấm Lưu.";
    }
    keeping = null;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { keeping = keep(); }, 10000);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (keeping) {
      event.preventDefault();
      event.stopPropagation();
      await keeping;
      form.requestSubmit(event.submitter);
    }
  });
}

// While somebody types an answer, others see it: the edit lock is taken, and kept as long as they go on typing.
document.addEventListener("input", (event) => {
  const form = event.target.form;
  const now = Date.now();
  if (!form || !form.dataset.lock || now - (form.dataset.lockedAt || 0) < 60000) {
    return;
  }
  form.dataset.lockedAt = now;
  const fields = new URLSearchParams();
  fields.set("csrf", form.elements.csrf.value);
  fields.set("khoa", `${form.elements.khoa.value}-${now}`);
  fetch(form.dataset.lock, { method: "POST", body: fields, redirect: "manual" }).catch(() => {});
});

// What is typed into a form that names its page is kept while it is typed: a crash or a session's end loses nothing.
(() => {
  const waiting = new Map();

  const fieldsOf = (form) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "khoa") {
        fields.append(name, value);
      }
    }
    return fields;
  };

  const tell = (form, words) => {
    let note = form.querySelector("[data-kept]");
    if (!note) {
      note = document.createElement("p");
      note.className = "soft small";
      note.setAttribute("role", "status");
      note.dataset.kept = "";
      form.append(note);
    }
    note.textContent = words;
  };

  const keep = async (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    if (form.dataset.sent) {
      return;
    }
    try {
      const answer = await fetch("/console/giu-nhap", { method: "POST", body: fieldsOf(form), redirect: "manual", keepalive: true });
      tell(form, answer.ok ? `Đã giữ nháp lúc ${await answer.text()}` : "Chưa giữ được nháp. Xin gửi trước khi đóng trang.");
    } catch {
      tell(form, "Chưa giữ được nháp. Máy sẽ tự thử lại.");
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.elements.trang && !waiting.has(form)) {
      waiting.set(form, setTimeout(() => keep(form), 4000));
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      [...waiting.keys()].forEach(keep);
    }
  });
})();
