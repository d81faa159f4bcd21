import { useSyncExternalStore } from "react";

const query = () => window.matchMedia("(max-width: 760px)");

/** Whether the page is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const media = query();
      media.addEventListener("change", tell);
      return () => media.removeEventListener("change", tell);
    },
    () => query().matches,
  );
}
