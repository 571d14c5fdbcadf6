// Forms that open within an incident's page: focus, closing, and taking a place from the gazetteer.
"use strict";

/** After a form was loaded into the page: show what needs scripts, and put the focus into it. */
function prepare(root) {
  for (const button of root.querySelectorAll("[data-take-place]")) {
    button.hidden = false;
    button.parentElement.querySelector(".no-script")?.remove();
  }
}

function opened(container) {
  prepare(container);
  const first = container.querySelector("[autofocus]");
  if (!first) return;
  first.focus();
  if (first instanceof HTMLInputElement && first.type === "text") first.select();
  container.scrollIntoView({ block: "nearest" });
}

/** Close an open form; the focus goes back to its field, or to where it was opened from. */
function close(form) {
  const container = form.closest(".edit");
  if (!container) return false;
  container.replaceChildren();
  (container.closest("[data-field]") ?? document.getElementById("main")).focus();
  return true;
}

function takePlace(button) {
  const form = button.closest("form");
  for (const name of ["name", "country", "admin1", "lat", "lon", "precision", "geonames_id"]) {
    const attribute = `data-take-${name.replace("_", "-")}`;
    form.elements.namedItem(name).value = button.getAttribute(attribute);
  }
  form.elements.namedItem("reason").focus();
}

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  if (!(target instanceof Element)) return;
  if (target.matches(".edit")) {
    for (const other of document.querySelectorAll(".edit")) if (other !== target) other.replaceChildren();
    opened(target);
  } else prepare(target);
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const cancel = event.target.closest("[data-cancel]");
  if (cancel && close(cancel)) event.preventDefault();
  const place = event.target.closest("[data-take-place]");
  if (place) takePlace(place);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  const form = event.target.closest("[data-edit-form]");
  if (!form) return;
  event.preventDefault();
  if (!close(form)) form.querySelector("[data-cancel]")?.click(); // a form on a page of its own: back to where it came from
});

prepare(document);
