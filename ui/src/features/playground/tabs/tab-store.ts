// The open requests of each project, kept on every edit: whatever ends the program, they are there
// again.
import { create } from "zustand";
import type { Draft, FreeCall } from "@/api/types";
import { digestOf, type Kept, keptOf, putKept, readDrafts, store, stored } from "./kept-drafts";

export interface RequestTab {
  id: string;
  /** The operation that it calls; empty for a free request. */
  operationId: string;
  /** What a free request calls. */
  free?: FreeCall;
  /** Whether it is a WebSocket. */
  socket?: boolean;
  /** The WebSocket that is open. */
  socketId?: string;
  /** The saved request that it shows. */
  savedId?: string;
  /** The trace that it was made from. */
  from?: string;
  /** The trace of its last answer. */
  traceId?: string;
  /** Whether it differs from what it was made from or saved as. */
  edited?: boolean;
  /** What is not in the draft: its trace kept only a mask of it, or the operation has no place. */
  leftOut?: string[];
  /** Why that is: that there was no place, else that it was secret. */
  leftOutBy?: "form";
}

export interface Closed {
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

const listOf = (projectId: string) => `${LIST}${projectId}`;

const isTab = (tab: RequestTab | null) =>
  typeof tab?.id === "string" && typeof tab.operationId === "string";

function storedTabs(): Pick<Tabs, "tabs" | "last"> {
  const found: Pick<Tabs, "tabs" | "last"> = { tabs: {}, last: {} };
  for (let n = 0; n < localStorage.length; n++) {
    const key = localStorage.key(n) ?? "";
    if (!key.startsWith(LIST)) continue;
    const list = stored(key) as { tabs?: unknown; last?: unknown } | null;
    if (!Array.isArray(list?.tabs)) continue;
    found.tabs[key.slice(LIST.length)] = list.tabs.filter(isTab);
    if (typeof list.last === "string") found.last[key.slice(LIST.length)] = list.last;
  }
  return found;
}

export const useTabs = create<Tabs>(() => ({ ...storedTabs(), closed: [] }));

/** Reads anew what is kept, as after another window has changed it. */
export function readTabs() {
  readDrafts();
  useTabs.setState(storedTabs());
}

window.addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(LIST)) useTabs.setState(storedTabs());
});

const NONE: RequestTab[] = [];
export const tabsOf = (projectId: string, { tabs } = useTabs.getState()) => tabs[projectId] ?? NONE;

export function setTabs(projectId: string, tabs: RequestTab[], shown?: string) {
  const last = shown ?? useTabs.getState().last[projectId] ?? "";
  useTabs.setState((old) => ({
    tabs: { ...old.tabs, [projectId]: tabs },
    last: { ...old.last, [projectId]: last },
  }));
  store(listOf(projectId), { tabs, last });
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

/** What a tab shows of its draft. */
const labelOf = (of: Pick<Draft, "operationId" | "free"> & { socket?: unknown }) => ({
  operationId: of.operationId ?? "",
  free: of.free ?? undefined,
  socket: of.socket ? true : undefined,
});

/** Keeps the draft of a tab. Made or saved now, it has no edits. */
export function keepDraft(projectId: string, tabId: string, draft: Draft, fresh = false) {
  const base = fresh ? digestOf(draft) : (keptOf(tabId)?.base ?? "");
  putKept(tabId, { draft, base });
  const edited = !fresh && digestOf(draft) !== base;
  const tab = tabsOf(projectId).find((t) => t.id === tabId);
  if (!tab) return;
  const now = labelOf(draft);
  const known =
    (tab.edited ?? false) === edited && JSON.stringify(labelOf(tab)) === JSON.stringify(now);
  if (!known) changeTab(projectId, tabId, { ...now, edited });
}
