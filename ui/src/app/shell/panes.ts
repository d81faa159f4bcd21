const FOCUSABLE = "a, button, input, select, textarea, [tabindex='0']";

/** Moves the focus to the next part of the page: places, page, and the parts within. */
export function focusNextPane() {
  const panes = [
    ...document.querySelectorAll<HTMLElement>("nav[aria-label], main section[aria-label]"),
  ];
  if (panes.length === 0) return;
  // Of parts within parts, the innermost is where the focus is.
  const at = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + 1) % panes.length];
  if (!next) return;
  const inside = next.querySelector<HTMLElement>(FOCUSABLE);
  // A part without any control takes the focus itself; so does one whose first control is within
  // a part of its own, which comes next.
  if (inside?.closest("nav[aria-label], section[aria-label]") !== next) {
    next.tabIndex = -1;
    next.focus();
    return;
  }
  inside?.focus();
}

/** Goes to the filter of what is listed, where the page has one. */
export function focusFilter() {
  document.querySelector<HTMLInputElement>("main [data-filter]")?.focus();
}
