// What all pages share: the switch of colours, the token that changes carry, and messages in the corner.
"use strict";

const THEMES = ["system", "light", "dark"];

/** The colours that were chosen on this browser: "system", "light" or "dark". */
function theme() {
  return document.documentElement.dataset.theme ?? "system";
}

function showTheme(button) {
  button.dataset.now = theme();
  button.setAttribute("aria-label", `Colours: ${theme()}; change`);
  button.title = `Colours: ${theme()}`;
}

function setTheme(chosen) {
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    localStorage.setItem("dateline-theme", chosen);
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
  document.dispatchEvent(new CustomEvent("dateline:theme", { detail: chosen }));
}

function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]').content;
}

/** Show a message in the corner, `kind` being "ok", "warn", "bad" or "info". It stays until it is closed. */
function toast(text, kind = "info") {
  const message = document.createElement("div");
  message.className = `toast ${kind}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button quiet small";
  close.dataset.close = "";
  close.textContent = "Close";
  message.append(words, close);
  document.getElementById("toasts").append(message);
}

globalThis.dateline = { csrfToken, toast };

const themeSwitch = document.getElementById("theme-switch");
showTheme(themeSwitch);
themeSwitch.hidden = false;
themeSwitch.addEventListener("click", () => {
  setTheme(THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
  showTheme(themeSwitch);
});

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-close]")) event.target.closest(".toast")?.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector("#toasts .toast:last-child")?.remove();
});

// Forms that ask before they are sent: <form data-confirm="…">.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !globalThis.confirm(question)) event.preventDefault();
});

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRF-Token"] = csrfToken();
});

document.addEventListener("htmx:error", (event) => {
  const cause = event.detail.error?.name === "AbortError" ? "took too long" : "did not reach the desk";
  toast(`The request ${cause}. Check the connection and try again.`, "bad");
});
