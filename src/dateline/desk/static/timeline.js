// The time line: a stretch drawn over the bars selects its days. The bars themselves are links of the page.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;
const LEAST_DRAWN = 5; // pixels; less is a click

/** A civil date as days since 1970, and back: no time zones, so that no day is lost. */
const toDays = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const toDate = (days) => new Date(days * DAY).toISOString().slice(0, 10);

/** The day at a place on the axis, `share` from 0 to 1. */
function dayAt(line, share) {
  const first = toDays(line.dataset.start);
  const last = toDays(line.dataset.end);
  return Math.min(last, first + Math.floor(Math.max(0, share) * (last - first + 1)));
}

export function startTimeline() {
  const line = document.getElementById("timeline");
  if (!line || line.dataset.started) return;
  line.dataset.started = "true";
  let from = null;
  let brush = null;

  const shareOf = (event) => {
    const frame = line.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - frame.left) / frame.width));
  };

  line.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = event.clientX;
  });
  line.addEventListener("pointermove", (event) => {
    if (from === null || Math.abs(event.clientX - from) < LEAST_DRAWN) return;
    if (!brush) {
      line.setPointerCapture(event.pointerId);
      brush = document.createElementNS(SVG, "rect");
      brush.setAttribute("class", "brush");
      brush.setAttribute("y", "0");
      brush.setAttribute("height", "72");
      line.append(brush);
    }
    const left = line.getBoundingClientRect().left;
    brush.setAttribute("x", String(Math.max(0, Math.min(from, event.clientX) - left)));
    brush.setAttribute("width", String(Math.abs(event.clientX - from)));
  });
  line.addEventListener("pointerup", (event) => {
    if (brush) {
      const frame = line.getBoundingClientRect();
      const days = [shareOf(event), (from - frame.left) / frame.width].map((share) => dayAt(line, share)).sort((a, b) => a - b);
      document.dispatchEvent(
        new CustomEvent("dateline:choose", { detail: { start: toDate(days[0]), end: toDate(days[1]) } }),
      );
      // The click that ends a drawn stretch is not one on the bar below it.
      line.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      setTimeout(() => brush?.remove());
    }
    from = null;
    brush = brush && (brush.remove(), null);
  });
  line.addEventListener("pointercancel", () => {
    brush?.remove();
    from = brush = null;
  });
  line.addEventListener("dragstart", (event) => event.preventDefault());
}
