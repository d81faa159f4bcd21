import { useRef } from "react";

/**
 * For the content of a dialog that no trigger opened: gives the focus to what is marked with
 * `data-first`, and back to where it was, unless what closed the dialog has put it somewhere else.
 */
export function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = document.activeElement;
      const first = (event.target as HTMLElement | null)?.querySelector?.<HTMLElement>(
        "[data-first]",
      );
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
