// The drafts of open tabs, each kept under a key of its own, so that typing writes no more than
// what is typed.
import { toast } from "sonner";
import type { Draft } from "@/api/types";
import { followLarge, forgetText, keepText, keptText } from "@/lib/roomy";

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
    return JSON.parse(keptText(key) ?? "null");
  } catch {
    return null;
  }
}

export function store(key: string, value: unknown) {
  keepText(key, JSON.stringify(value), () => {
    const description = "It lasts as long as this page: leave out a file, or close other tabs.";
    toast.warning("There is no room to keep the request", { id: "no-room", description });
  });
}

/** Reads drafts anew. */
export const readDrafts = () => drafts.clear();

// Another window has changed it.
window.addEventListener("storage", ({ key }) => {
  if (key?.startsWith(DRAFT)) drafts.delete(key.slice(DRAFT.length));
});

followLarge((key) => {
  if (key.startsWith(DRAFT)) drafts.delete(key.slice(DRAFT.length));
});

/** A draft in short, without where it goes. FNV-1a, 32 bits. */
export function digestOf(draft: Draft): string {
  const text = JSON.stringify({ ...draft, target: null });
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return `${text.length}-${hash >>> 0}`;
}

/** A draft as it may be written down: a password that was typed lasts as long as the page. */
export function withoutPassword(draft: Draft): Draft {
  const { basic } = draft;
  const typed = basic?.password?.replace(/\{\{[^{}]*\}\}/g, "");
  return typed ? { ...draft, basic: { ...basic, password: "" } } : draft;
}

export function putKept(tabId: string, kept: Kept) {
  drafts.set(tabId, kept);
  store(keyOf(tabId), { ...kept, draft: withoutPassword(kept.draft) });
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
  forgetText(keyOf(tabId));
}
