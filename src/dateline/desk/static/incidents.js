// The page of incidents: one selection, which is the query of the address, as list, map and time line.
// Whatever changes the selection asks the server for the page's content anew and swaps it around the map.

import { startKeyboard } from "./keyboard-list.js";
import { showMap } from "./map.js";
import { startTimeline } from "./timeline.js";

const opened = new Map();

const selection = () => document.getElementById("selection");
const form = () => document.getElementById("filter-form");

/** The address of the selection that the form holds; empty fields are left out. */
function formAddress() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form())) {
    if (value !== "" && !(name === "sort" && value === "-date")) query.append(name, value);
  }
  return query.size ? `/incidents?${query}` : "/incidents";
}

/** Show the selection of this address. The server names the address to put into the history. */
async function select(address, headers = {}) {
  selection().setAttribute("aria-busy", "true");
  await globalThis.htmx.ajax("GET", address, {
    source: selection(),
    target: "#selection",
    swap: "outerMorph",
    request: { headers },
  });
}

/** After a swap, controls show what the page says, not what was typed before. */
function settle() {
  selection().removeAttribute("aria-busy");
  for (const control of document.querySelectorAll("#filter-form input, select[form=filter-form]")) {
    if (control.type === "checkbox") control.checked = control.defaultChecked;
    else if (control.tagName === "SELECT") control.value = control.querySelector("option[selected]").value;
    else if (control !== document.activeElement) control.value = control.defaultValue;
  }
  for (const [id, open] of opened) {
    const details = document.getElementById(id);
    if (details) details.open = open;
  }
  showFilters(document.body.classList.contains("filters-shown"));
  startTimeline();
  showMap(selection().dataset.query);
}

/** Open or close the filters where the screen is too narrow for them to stand beside the list. */
function showFilters(shown, focus = false) {
  document.body.classList.toggle("filters-shown", shown);
  if (focus && shown) document.getElementById("words").focus();
  else if (focus) document.querySelector(".filters-open").focus();
}

/** Take over values of the form by name and show the selection. */
function choose(values) {
  for (const [name, value] of Object.entries(values)) form().elements[name].value = value;
  return select(formAddress());
}

document.addEventListener("change", (event) => {
  const control = event.target;
  if (control.form?.id !== "filter-form" || !control.name) return;
  if (control.type === "date" && control.value === "" && !control.validity.valid) return; // not typed to the end
  if (control.checkValidity()) select(formAddress());
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "filter-form") return;
  event.preventDefault();
  select(formAddress());
});

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a");
  if (link?.matches(".filters-open, .filters-close")) {
    event.preventDefault();
    showFilters(link.matches(".filters-open"), true);
  } else if (link?.hasAttribute("data-select")) {
    event.preventDefault();
    const turned = link.closest(".pages") !== null;
    select(link.getAttribute("href")).then(() => turned && document.getElementById("list-panel").scrollTo(0, 0));
  }
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("#selection details[id]")) opened.set(event.target.id, event.target.open);
}, true);

// The back button shows an earlier selection around the same map.
document.addEventListener("htmx:before:history:restore", (event) => {
  if (!event.detail.path.startsWith("/incidents")) return;
  event.preventDefault();
  select(event.detail.path, { "HX-History-Restore-Request": "true" });
});

document.addEventListener("htmx:after:swap", settle);
document.addEventListener("htmx:finally:request", () => selection()?.removeAttribute("aria-busy"));
document.addEventListener("dateline:choose", (event) => choose(event.detail));
document.addEventListener("dateline:select", (event) => select(event.detail));
document.addEventListener("dateline:filters", () => showFilters(true, true));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("filters-shown")) showFilters(false, true);
});

startKeyboard();
settle();
