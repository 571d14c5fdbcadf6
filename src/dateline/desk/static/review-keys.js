// Keys for review: each element with data-key is pressed by its key, unless somebody is typing.
"use strict";

const TYPED_IN = "input, select, textarea, [contenteditable]";
const help = document.getElementById("review-keys");

function press(element) {
  if (element instanceof HTMLElement) element.click();
  return element !== null;
}

/** The field at hand: that of the focus, else the first in dispute, else the first. */
function fieldAtHand() {
  return (
    document.activeElement?.closest("[data-field]") ??
    document.querySelector("[data-field].disputed") ??
    document.querySelector("[data-field]")
  );
}

function goTo(number) {
  const field = document.querySelectorAll("[data-field]")[number - 1];
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
  return field !== undefined;
}

function openHelp() {
  help?.showModal();
  return help !== null;
}

/** Whether the key meant something here. */
function act(key) {
  if (key === "?") return openHelp();
  if (key === "c") return press(fieldAtHand()?.querySelector("[data-correct-field]") ?? null);
  if (/^[1-9]$/.test(key)) return goTo(Number(key));
  return press(document.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.repeat || document.querySelector("dialog[open]")) return;
  if (event.target instanceof Element && event.target.closest(TYPED_IN)) return;
  if (event.key.length === 1 && act(event.key)) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", openHelp);
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-correct]") : null;
  if (!link) return;
  event.preventDefault();
  press(fieldAtHand()?.querySelector("[data-correct-field]") ?? null);
});
