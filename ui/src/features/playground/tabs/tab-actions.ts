// Opening, copying and closing request tabs.
import type { Draft } from "@/api/types";
import { forgetEditors } from "@/ui/editor-models";
import { forgetKept, type Kept, keptOf, putKept } from "./kept-drafts";
import {
  type Closed,
  changeTab,
  keepDraft,
  type RequestTab,
  setTabs,
  tabsOf,
  useTabs,
} from "./tab-store";

/** How many closed tabs can be opened again. */
const CLOSED_KEPT = 20;

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
        : t.operationId !== "" && t.operationId === wanted.operationId && !t.savedId;
  const found = tabs.find((t) => t.id === last[projectId] && fits(t)) ?? tabs.findLast(fits);
  if (found) return found;
  const { operationId, savedId, from } = wanted;
  const made: RequestTab = { id: crypto.randomUUID(), operationId, savedId, from, traceId: from };
  setTabs(projectId, [...tabs, made]);
  return made;
}

/** A new tab with a draft. */
export function openDraft(projectId: string, draft: Draft): RequestTab {
  const made: RequestTab = { id: crypto.randomUUID(), operationId: draft.operationId ?? "" };
  setTabs(projectId, [...tabsOf(projectId), made]);
  keepDraft(projectId, made.id, draft, true);
  return tabsOf(projectId).find((t) => t.id === made.id) ?? made;
}

/** Another tab with the same draft beside it; saving it asks for a name. */
export function duplicateTab(projectId: string, tabId: string): RequestTab | undefined {
  const tabs = tabsOf(projectId);
  const at = tabs.findIndex((t) => t.id === tabId);
  const of = tabs[at];
  if (!of) return undefined;
  const id = crypto.randomUUID();
  const made = { ...of, id, savedId: undefined, from: undefined, socketId: undefined };
  const kept = keptOf(tabId);
  if (kept) putKept(made.id, kept);
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

/**
 * A tab with another draft in the place of one, which is shown then. Gives what brings it back as
 * it was.
 */
export function replaceTab(projectId: string, tabId: string, draft: Draft, leftOut: string[]) {
  const old = tabsOf(projectId).find((t) => t.id === tabId);
  if (!old) return undefined;
  const kept = keptOf(tabId);
  const id = crypto.randomUUID();
  const said = leftOut.length > 0 ? leftOut : undefined;
  const put = (gone: string, tab: RequestTab, its: Kept | null) => {
    const tabs = tabsOf(projectId);
    const at = tabs.findIndex((t) => t.id === gone);
    if (its) putKept(tab.id, its);
    forgetKept(gone);
    forgetEditors(gone);
    setTabs(projectId, at < 0 ? [...tabs, tab] : tabs.with(at, tab), tab.id);
  };
  put(tabId, { ...old, id, leftOut: said, leftOutBy: "form", socketId: undefined }, kept);
  keepDraft(projectId, id, draft);
  return { id, undo: () => put(id, old, kept) };
}

/** Closes a tab; the one beside it, which is shown instead if it was shown. */
export function closeTab(projectId: string, tabId: string): RequestTab | undefined {
  const tabs = tabsOf(projectId);
  const at = tabs.findIndex((t) => t.id === tabId);
  const tab = tabs[at];
  if (!tab) return undefined;
  const entry: Closed = { projectId, tab, kept: keptOf(tabId), at };
  useTabs.setState(({ closed }) => ({ closed: [...closed, entry].slice(-CLOSED_KEPT) }));
  forgetKept(tabId);
  forgetEditors(tabId);
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
  if (found.kept) putKept(found.tab.id, found.kept);
  setTabs(projectId, tabsOf(projectId).toSpliced(found.at, 0, found.tab));
  return found.tab;
}
