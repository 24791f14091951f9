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
