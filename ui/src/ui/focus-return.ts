import { useRef } from "react";

/**
 * For the content of a dialog that no trigger opened: gives the focus back to where it was, unless
 * what closed the dialog has put it somewhere else.
 */
export function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      const now = document.activeElement;
      if (now && now !== document.body) return;
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
