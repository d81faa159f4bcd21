// Which broken rule a person wants to be led to.
import { create } from "zustand";
import type { Violation } from "@/api/types";

interface Reveal {
  target: Violation | null;
  show: (violation: Violation) => void;
  /** Goes to the one after the one shown last. */
  next: (violations: Violation[]) => void;
}

const same = (a: Violation, b: Violation) =>
  a.in === b.in && a.pointer === b.pointer && a.message === b.message;

export const useReveal = create<Reveal>((set, get) => ({
  target: null,
  show: (violation) => set({ target: { ...violation } }),
  next: (violations) => {
    if (violations.length === 0) return;
    const { target } = get();
    const at = target ? violations.findIndex((v) => same(v, target)) : -1;
    const found = violations[(at + 1) % violations.length];
    if (found) set({ target: { ...found } });
  },
}));

const PARTS: Record<string, string> = {
  path: "path",
  query: "query",
  header: "headers",
  cookie: "cookies",
  body: "body",
  security: "auth",
};

/** The tab of the editor that a violation is in. */
export const partOf = (where: string) => PARTS[where] ?? "headers";

/** The name of the field that a violation of a parameter is about. */
export const fieldOf = (pointer: string) =>
  (pointer.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
