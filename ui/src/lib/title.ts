import { useEffect } from "react";

/** Names the window after the place: the narrowest part first. */
export function useTitle(...parts: (string | undefined)[]) {
  const title = [...parts, "Fairlead"].filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
