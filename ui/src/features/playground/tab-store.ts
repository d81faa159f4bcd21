// The open requests of each project, kept on every edit: whatever ends the program, they are there
// again. A draft has an entry of its own, so that typing writes no more than what is typed.
import { toast } from "sonner";
import { create } from "zustand";
import type { Draft } from "@/api/types";
import { followLarge, forgetText, keepText, keptText } from "@/lib/roomy";

export interface RequestTab {
  id: string;
  operationId: string;
  /** The saved request that it shows. */
  savedId?: string;
  /** The trace that it was made from. */
  from?: string;
  /** The trace of its last answer. */
  traceId?: string;
  /** Whether it differs from what it was made from or saved as. */
  edited?: boolean;
  /** What its trace kept only a mask of, and so is not in the draft. */
  leftOut?: string[];
}

interface Kept {
  draft: Draft;
  /** What the draft was when it was made or saved, in short. */
  base: string;
}

interface Closed {
  projectId: string;
  tab: RequestTab;
  kept: Kept | null;
  at: number;
}

interface Tabs {
  tabs: Record<string, RequestTab[]>;
  /** The tab of each project that was shown last. */
  last: Record<string, string>;
  closed: Closed[];
}

const LIST = "fairlead.tabs.";
const DRAFT = "fairlead.tab.";
/** How many closed tabs can be opened again. */
const CLOSED_KEPT = 20;

const listOf = (projectId: string) => `${LIST}${projectId}`;
const draftOf = (tabId: string) => `${DRAFT}${tabId}`;
const drafts = new Map<string, Kept>();

function parsed(key: string): unknown {
  try {
    return JSON.parse(keptText(key) ?? "null");
  } catch {
    return null;
  }
}

const isTab = (tab: RequestTab | null) =>
  typeof tab?.id === "string" && typeof tab.operationId === "string";

function stored(): Pick<Tabs, "tabs" | "last"> {
  const found: Pick<Tabs, "tabs" | "last"> = { tabs: {}, last: {} };
  for (let n = 0; n < localStorage.length; n++) {
    const key = localStorage.key(n) ?? "";
    if (!key.startsWith(LIST)) continue;
    const list = parsed(key) as { tabs?: unknown; last?: unknown } | null;
    if (!Array.isArray(list?.tabs)) continue;
    found.tabs[key.slice(LIST.length)] = list.tabs.filter(isTab);
    if (typeof list.last === "string") found.last[key.slice(LIST.length)] = list.last;
  }
  return found;
}

export const useTabs = create<Tabs>(() => ({ ...stored(), closed: [] }));

/** Reads anew what is kept, as after another window has changed it. */
export function readTabs() {
  drafts.clear();
  useTabs.setState(stored());
}

window.addEventListener("storage", ({ key }) => {
  if (key?.startsWith(DRAFT)) drafts.delete(key.slice(DRAFT.length));
  if (key === null || key.startsWith(LIST)) useTabs.setState(stored());
});

followLarge((key) => {
  if (key.startsWith(DRAFT)) drafts.delete(key.slice(DRAFT.length));
});

function write(key: string, value: unknown) {
  keepText(key, JSON.stringify(value), () => {
    const description = "It lasts as long as this page: leave out a file, or close other tabs.";
    toast.warning("There is no room to keep the request", { id: "no-room", description });
  });
}

const NONE: RequestTab[] = [];
export const tabsOf = (projectId: string, { tabs } = useTabs.getState()) => tabs[projectId] ?? NONE;

function setTabs(projectId: string, tabs: RequestTab[], shown?: string) {
  const last = shown ?? useTabs.getState().last[projectId] ?? "";
  useTabs.setState((old) => ({
    tabs: { ...old.tabs, [projectId]: tabs },
    last: { ...old.last, [projectId]: last },
  }));
  write(listOf(projectId), { tabs, last });
}

export function changeTab(projectId: string, tabId: string, change: Partial<RequestTab>) {
  const tabs = tabsOf(projectId);
  if (!tabs.some((t) => t.id === tabId)) return;
  setTabs(
    projectId,
    tabs.map((t) => (t.id === tabId ? { ...t, ...change } : t)),
  );
}

/** Remembers which tab is shown. */
export function seeTab(projectId: string, tabId: string) {
  if (useTabs.getState().last[projectId] !== tabId) setTabs(projectId, tabsOf(projectId), tabId);
}

type Wanted = Pick<RequestTab, "operationId" | "savedId" | "from">;

/** The tab that shows what is wanted, else a new one at the end. */
export function openTab(projectId: string, wanted: Wanted): RequestTab {
  const tabs = tabsOf(projectId);
  const { last } = useTabs.getState();
  const fits = (t: RequestTab) =>
    wanted.from
      ? t.from === wanted.from
      : wanted.savedId
        ? t.savedId === wanted.savedId
        : t.operationId === wanted.operationId && !t.savedId;
  const found = tabs.find((t) => t.id === last[projectId] && fits(t)) ?? tabs.findLast(fits);
  if (found) return found;
  const { operationId, savedId, from } = wanted;
  const made: RequestTab = { id: crypto.randomUUID(), operationId, savedId, from, traceId: from };
  setTabs(projectId, [...tabs, made]);
  return made;
}

/** Another tab with the same draft beside it; saving it asks for a name. */
export function duplicateTab(projectId: string, tabId: string): RequestTab | undefined {
  const tabs = tabsOf(projectId);
  const at = tabs.findIndex((t) => t.id === tabId);
  const of = tabs[at];
  if (!of) return undefined;
  const made = { ...of, id: crypto.randomUUID(), savedId: undefined, from: undefined };
  const kept = keptOf(tabId);
  if (kept) put(made.id, kept);
  setTabs(projectId, tabs.toSpliced(at + 1, 0, made));
  return made;
}

/** A tab beside another with a draft that was made of it. */
export function fillTab(projectId: string, tabId: string, draft: Draft): RequestTab | undefined {
  const made = duplicateTab(projectId, tabId);
  if (!made) return undefined;
  changeTab(projectId, made.id, { traceId: undefined });
  keepDraft(projectId, made.id, draft);
  return made;
}

/** Closes a tab; the one beside it, which is shown instead if it was shown. */
export function closeTab(projectId: string, tabId: string): RequestTab | undefined {
  const tabs = tabsOf(projectId);
  const at = tabs.findIndex((t) => t.id === tabId);
  const tab = tabs[at];
  if (!tab) return undefined;
  const entry: Closed = { projectId, tab, kept: keptOf(tabId), at };
  useTabs.setState(({ closed }) => ({ closed: [...closed, entry].slice(-CLOSED_KEPT) }));
  drafts.delete(tabId);
  forgetText(draftOf(tabId));
  const left = tabs.toSpliced(at, 1);
  const beside = left[at] ?? left[at - 1];
  const { last } = useTabs.getState();
  setTabs(projectId, left, last[projectId] === tabId ? (beside?.id ?? "") : undefined);
  return beside;
}

/** Opens a closed tab of the project again, with its draft: the named one, else the last. */
export function reopenTab(projectId: string, tabId?: string): RequestTab | undefined {
  const { closed } = useTabs.getState();
  const found = closed.findLast(
    (c) => c.projectId === projectId && (tabId === undefined || c.tab.id === tabId),
  );
  if (!found) return undefined;
  useTabs.setState({ closed: closed.filter((c) => c !== found) });
  if (found.kept) put(found.tab.id, found.kept);
  setTabs(projectId, tabsOf(projectId).toSpliced(found.at, 0, found.tab));
  return found.tab;
}

/** A draft in short, without where it goes. FNV-1a, 32 bits. */
export function digestOf(draft: Draft): string {
  const text = JSON.stringify({ ...draft, target: null });
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return `${text.length}-${hash >>> 0}`;
}

function put(tabId: string, kept: Kept) {
  drafts.set(tabId, kept);
  write(draftOf(tabId), kept);
}

/** The draft of a tab as it was left. */
export function keptOf(tabId: string): Kept | null {
  const known = drafts.get(tabId);
  if (known) return known;
  const found = parsed(draftOf(tabId)) as Kept | null;
  if (typeof found?.draft?.operationId !== "string") return null;
  drafts.set(tabId, found);
  return found;
}

/** Keeps the draft of a tab. Made or saved now, it has no edits. */
export function keepDraft(projectId: string, tabId: string, draft: Draft, fresh = false) {
  const base = fresh ? digestOf(draft) : (keptOf(tabId)?.base ?? "");
  put(tabId, { draft, base });
  const edited = !fresh && digestOf(draft) !== base;
  const tab = tabsOf(projectId).find((t) => t.id === tabId);
  if (tab && (tab.edited ?? false) !== edited) changeTab(projectId, tabId, { edited });
}
