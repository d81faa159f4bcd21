import { useEffect, useRef, useState } from "react";
import { isPlain, nameOf } from "@/lib/keys";
import { useShortcuts } from "@/lib/shortcuts";

/** How long a second key may take. */
const PAUSE = 900;

interface Handlers {
  /** The keys; an empty text for none. */
  onDone: (keys: string) => void;
  onCancel: () => void;
}

/** Listens for keys while recording; the first of two as soon as it is pressed. */
export function useRecorder(recording: boolean, handlers: Handlers): string {
  const [first, setFirst] = useState("");
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    if (!recording) return;
    let before = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const down = (event: KeyboardEvent) => {
      const name = nameOf(event);
      // Tab leaves, as everywhere; a key held down is the one that began the recording.
      if (name === "" || name === "tab" || name === "shift+tab" || event.repeat) return;
      event.preventDefault();
      event.stopPropagation();
      clearTimeout(timer);
      if (name === "escape") return latest.current.onCancel();
      if (name === "backspace" || name === "delete") return latest.current.onDone("");
      // Enter opens what is selected, always.
      if (name === "enter") return;
      if (!isPlain(name)) return latest.current.onDone(name);
      if (before) return latest.current.onDone(`${before} ${name}`);
      before = name;
      setFirst(name);
      timer = setTimeout(() => latest.current.onDone(name), PAUSE);
    };
    useShortcuts.setState({ recording: true });
    window.addEventListener("keydown", down, { capture: true });
    return () => {
      clearTimeout(timer);
      setFirst("");
      useShortcuts.setState({ recording: false });
      window.removeEventListener("keydown", down, { capture: true });
    };
  }, [recording]);
  return first;
}
