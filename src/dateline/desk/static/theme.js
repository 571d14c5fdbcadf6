// Loaded before the page is drawn, so that it does not flash in the other colours first.
"use strict";
{
  let theme = null;
  try {
    theme = localStorage.getItem("dateline-theme");
  } catch {
    // Storage is switched off: the system's colours hold.
  }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
