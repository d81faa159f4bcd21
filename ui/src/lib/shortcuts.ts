// Runs the commands of what is on the page when their keys are pressed.
import { useEffect, useRef } from "react";
import { create } from "zustand";
import { keysOf, useBindings } from "./bindings";
import type { CommandId } from "./commands";
import { isPlain, nameOf } from "./keys";

interface Live {
  id: CommandId;
  run: () => void;
}

/** The commands that can be run now; none by keys while keys are being recorded. */
export const useShortcuts = create<{ live: Live[]; recording: boolean }>(() => ({
  live: [],
  recording: false,
}));

/** Makes a command run while the component is there. */
export function useShortcut(id: CommandId, run: () => void, enabled = true) {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return;
    const entry: Live = { id, run: () => latest.current() };
    useShortcuts.setState(({ live }) => ({ live: [...live, entry] }));
    return () => useShortcuts.setState(({ live }) => ({ live: live.filter((s) => s !== entry) }));
  }, [id, enabled]);
}

/** Runs a command that is there, as its keys would. */
export const runCommand = (id: CommandId) =>
  useShortcuts
    .getState()
    .live.findLast((s) => s.id === id)
    ?.run();

const within = (target: EventTarget | null, places: string) =>
  (target as HTMLElement | null)?.closest?.(places) ?? null;

const isWriting = (target: EventTarget | null) =>
  within(target, "input, textarea, select, [contenteditable=true], .monaco-editor") !== null;

/** Whether the key belongs to what has the focus: Space presses a button, unless it is a row. */
const isOperating = (name: string, target: EventTarget | null) =>
  /^(space|enter)$/.test(name) &&
  within(target, "[data-row]") === null &&
  within(target, "a, button, summary, [role=tab], [role=separator]") !== null;

function isOutOfReach(name: string, target: EventTarget | null) {
  if (!useBindings.getState().singleKeys || isWriting(target) || isOperating(name, target))
    return true;
  // In a dialog the page behind it is out of reach; a quick look only lies beside it.
  return document.querySelector("[role=dialog]:not([data-peek])") !== null;
}

/** Listens for the keys of every command; of two with the same keys the newest wins. */
export function listen(): () => void {
  let first = "";
  let firstAt = 0;
  let swallowed = "";
  const down = (event: KeyboardEvent) => {
    const { live, recording } = useShortcuts.getState();
    if (event.defaultPrevented || event.isComposing || recording) return;
    const name = nameOf(event);
    if (name === "" || (isPlain(name) && isOutOfReach(name, event.target))) return;
    const sequence = event.timeStamp - firstAt < 1000 ? `${first} ${name}` : name;
    const bindings = useBindings.getState();
    const having = (keys: string) => live.findLast((s) => keysOf(s.id, bindings) === keys);
    const found = having(sequence) ?? having(name);
    first = name;
    firstAt = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    first = "";
    swallowed = event.key;
    found.run();
  };
  // Firefox presses a button when Space is let go, whatever became of its going down.
  const up = (event: KeyboardEvent) => {
    if (event.key === swallowed) event.preventDefault();
    swallowed = "";
  };
  window.addEventListener("keydown", down, { capture: true });
  window.addEventListener("keyup", up, { capture: true });
  return () => {
    window.removeEventListener("keydown", down, { capture: true });
    window.removeEventListener("keyup", up, { capture: true });
  };
}
