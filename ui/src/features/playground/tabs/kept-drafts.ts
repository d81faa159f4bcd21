// The drafts of open tabs, each kept under a key of its own, so that typing writes no more than
// what is typed.
import type { Draft } from "@/api/types";

export interface Kept {
  draft: Draft;
  /** What the draft was when it was made or saved, in short. */
  base: string;
}

const DRAFT = "fairlead.tab.";
const keyOf = (tabId: string) => `${DRAFT}${tabId}`;
const drafts = new Map<string, Kept>();

/** What is kept under a key; null where it is nothing that can be read. */
export function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

export function store(key: string, value: unknown) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No room: it lives as long as the page.
  }
}

/** Reads drafts anew. */
export const readDrafts = () => drafts.clear();

// Another window has changed it.
window.addEventListener("storage", ({ key }) => {
  if (key?.startsWith(DRAFT)) drafts.delete(key.slice(DRAFT.length));
});

/** A draft in short, without where it goes. FNV-1a, 32 bits. */
export function digestOf(draft: Draft): string {
  const text = JSON.stringify({ ...draft, target: null });
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return `${text.length}-${hash >>> 0}`;
}

export function putKept(tabId: string, kept: Kept) {
  drafts.set(tabId, kept);
  store(keyOf(tabId), kept);
}

/** The draft of a tab as it was left. */
export function keptOf(tabId: string): Kept | null {
  const known = drafts.get(tabId);
  if (known) return known;
  const found = stored(keyOf(tabId)) as Kept | null;
  if (typeof found?.draft?.operationId !== "string") return null;
  drafts.set(tabId, found);
  return found;
}

export function forgetKept(tabId: string) {
  drafts.delete(tabId);
  localStorage.removeItem(keyOf(tabId));
}
