// Keys of the list: they do nothing while somebody types, or together with Ctrl, Alt or the command key.

const typing = (target) =>
  target instanceof HTMLElement && target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

/** Move the focus to the next (1) or previous (-1) incident of the list. */
function move(step) {
  const links = [...document.querySelectorAll(".row-link")];
  if (!links.length) return;
  const now = links.findIndex((link) => link.closest(".incident").contains(document.activeElement));
  const next = now < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, now + step));
  links[next].focus();
  links[next].closest(".incident").scrollIntoView({ block: "nearest" });
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => document.dispatchEvent(new CustomEvent("dateline:filters")),
  f: () => {
    document.dispatchEvent(new CustomEvent("dateline:filters"));
    document.querySelector("#filter-form summary")?.focus();
  },
  m: () => document.querySelector("#map canvas, #map")?.focus(),
  "?": () => document.getElementById("keys").showModal(),
};

export function startKeyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const action = ACTIONS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
