/** Moves the focus to the next part of the page: places, page, and the parts within. */
export function focusNextPane() {
  const panes = [
    ...document.querySelectorAll<HTMLElement>("nav[aria-label], main section[aria-label]"),
  ];
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + 1) % panes.length];
  const target =
    next?.querySelector<HTMLElement>("a, button, input, select, textarea, [tabindex='0']") ?? next;
  target?.focus();
}
