import { useRef } from "react";

/** Where one begins to write. */
const FIELD =
  ":is(input:not([type=file], [type=checkbox], [type=radio]), select, textarea):enabled";

/**
 * For the content of a dialog that no trigger opened: gives the focus to what is marked with
 * `data-first`, where `toField` is set else to its first field, and back to where it was, unless
 * what closed the dialog has put it somewhere else.
 */
export function useFocusReturn(toField = false) {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = document.activeElement;
      const content = event.target as HTMLElement | null;
      const first =
        content?.querySelector?.<HTMLElement>("[data-first]") ??
        (toField ? content?.querySelector?.<HTMLElement>(FIELD) : null);
      if (!first) return;
      event.preventDefault();
      first.focus();
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const now = document.activeElement;
      if (now && now !== document.body) return;
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
