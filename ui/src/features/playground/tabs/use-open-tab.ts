// The address names the tab: ?tab=…&operation=…&saved=…; with an operation, a saved request or a
// trace alone it opens or finds one.
import { useLayoutEffect, useRef } from "react";
import { useFilters } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { openTab, reopenTab } from "./tab-actions";
import { type RequestTab, seeTab, tabsOf, useTabs } from "./tab-store";

type Address = Record<string, string>;

/** The tab that an address shows; nothing while it has to be opened first. */
export function tabAt(tabs: RequestTab[], { tab, operation, saved, trace }: Address) {
  const found = tabs.find((t) => t.id === tab);
  if (!found || trace) return undefined;
  if (operation && operation !== found.operationId) return undefined;
  if (!operation && saved && found.operationId) return undefined;
  return saved && saved !== found.savedId ? undefined : found;
}

/** The open tab of the address, and how to show another. */
export function useOpenTab(projectId: string) {
  const [filters, setFilters] = useFilters();
  const narrow = useNarrow();
  const tabs = useTabs((s) => tabsOf(projectId, s));
  const last = useTabs((s) => s.last[projectId]);
  const active = tabAt(tabs, filters);
  const show = (tab: RequestTab | undefined, push = true) =>
    setFilters(
      {
        tab: tab?.id ?? "",
        operation: tab?.operationId ?? "",
        saved: tab?.savedId ?? "",
        trace: "",
      },
      push,
    );
  const { tab: tabId, operation, saved, trace } = filters;
  const shown = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address says decides
  useLayoutEffect(() => {
    if (active) {
      shown.current = active.id;
      seeTab(projectId, active.id);
      // Its address is whole, so that it can be shared and gone back to.
      if ((operation ?? "") !== active.operationId || (saved ?? "") !== (active.savedId ?? ""))
        show(active, false);
    } else if (tabId && tabId === shown.current && !tabs.some((t) => t.id === tabId)) {
      // It was closed while it was shown.
      show(
        tabs.find((t) => t.id === last),
        false,
      );
    } else if (operation || saved || trace) {
      const closed = tabId && !saved && !trace ? reopenTab(projectId, tabId) : undefined;
      // Without an operation it is a free request.
      const wanted = { operationId: operation ?? "", savedId: saved, from: trace };
      show(closed ?? openTab(projectId, wanted), false);
    } else if (!narrow) {
      const before = tabs.find((t) => t.id === last);
      if (before) show(before, false);
    }
  }, [
    projectId,
    active?.id,
    active?.savedId,
    active?.operationId,
    tabId,
    operation,
    saved,
    trace,
    narrow,
  ]);
  return { tabs, active, show };
}
