// One registry of shortcuts drives the handlers, the palette and the help.
import { useEffect, useRef } from "react";
import { create } from "zustand";

export interface Shortcut {
  id: string;
  label: string;
  /** `mod+k`, `shift+?`, `g p` (one after the other), or none: only in the palette. */
  keys?: string;
  run: () => void;
}

const KEY = "fairlead.single-keys";

export const useShortcuts = create<{ all: Shortcut[]; singleKeys: boolean }>(() => ({
  all: [],
  singleKeys: localStorage.getItem(KEY) !== "off",
}));

export function setSingleKeys(on: boolean) {
  localStorage.setItem(KEY, on ? "on" : "off");
  useShortcuts.setState({ singleKeys: on });
}

/** Registers a shortcut while the component is there. */
export function useShortcut(shortcut: Shortcut, enabled = true) {
  const run = useRef(shortcut.run);
  run.current = shortcut.run;
  const { id, label, keys } = shortcut;
  useEffect(() => {
    if (!enabled) return;
    const entry: Shortcut = { id, label, keys, run: () => run.current() };
    useShortcuts.setState(({ all }) => ({ all: [...all.filter((s) => s.id !== id), entry] }));
    return () => useShortcuts.setState(({ all }) => ({ all: all.filter((s) => s !== entry) }));
  }, [id, label, keys, enabled]);
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** `mod+k` as a person reads it. */
export function readable(keys: string): string {
  return keys
    .replace("mod+", isMac ? "⌘" : "Ctrl ")
    .replace("shift+", isMac ? "⇧" : "Shift ")
    .replace("enter", "Enter")
    .toUpperCase()
    .replace("CTRL", "Ctrl")
    .replace("SHIFT", "Shift")
    .replace("ENTER", "Enter");
}

/** What a key press is called in the registry. */
export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase();
  const shifted = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key));
  return `${event.metaKey || event.ctrlKey ? "mod+" : ""}${shifted ? "shift+" : ""}${key}`;
}

function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.("input, textarea, select, [contenteditable=true], .monaco-editor"),
  );
}

/** Listens for every shortcut; the newest with the same keys wins. */
export function listen(): () => void {
  let first = "";
  let firstAt = 0;
  const handler = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    const { all, singleKeys } = useShortcuts.getState();
    const plain = !name.includes("mod+") && !/^f\d+$/.test(name);
    if (plain && (isWriting(event.target) || !singleKeys)) return;
    // In a dialog the page behind it is out of reach.
    if (plain && document.querySelector("[role=dialog]")) return;
    const sequence = event.timeStamp - firstAt < 1000 ? `${first} ${name}` : name;
    const found = all.findLast((s) => s.keys === sequence) ?? all.findLast((s) => s.keys === name);
    first = name;
    firstAt = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    first = "";
    found.run();
  };
  window.addEventListener("keydown", handler, { capture: true });
  return () => window.removeEventListener("keydown", handler, { capture: true });
}
