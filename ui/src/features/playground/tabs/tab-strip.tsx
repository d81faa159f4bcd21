import { Plus } from "lucide-react";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { useSavedRequests } from "@/api/queries/requests";
import { useOperations } from "@/api/queries/spec";
import { useKeys } from "@/lib/bindings";
import { useShortcut } from "@/lib/shortcuts";
import { IconButton } from "@/ui/button";
import { disconnect } from "../socket/socket-store";
import { closeTab, duplicateTab, reopenTab } from "./tab-actions";
import { TabButton } from "./tab-button";
import { tabElementId, tabName } from "./tab-name";
import { changeTab, type RequestTab, tabsOf } from "./tab-store";

interface Props {
  projectId: string;
  tabs: RequestTab[];
  active: RequestTab | undefined;
  show: (tab: RequestTab | undefined, push?: boolean) => void;
}

/** The open requests. Arrows go from one to the next, Delete or a middle click closes one. */
export function TabStrip({ projectId, tabs, active, show }: Props) {
  const operations = useOperations(projectId);
  const saved = useSavedRequests(projectId);
  const list = useRef<HTMLDivElement>(null);
  const duplicateKeys = useKeys("duplicate-tab");
  // What was saved and is deleted is an unsaved request; what is not listed yet is new.
  const listed = useRef(new Set<string>());
  useEffect(() => {
    const now = new Set(saved.data?.map((r) => r.id));
    for (const { id, savedId } of tabsOf(projectId))
      if (savedId && listed.current.has(savedId) && !now.has(savedId))
        changeTab(projectId, id, { savedId: undefined, edited: true });
    listed.current = now;
  }, [projectId, saved.data]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is shown
  useEffect(() => {
    const shown = list.current?.querySelector("[aria-selected=true]");
    shown?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [active?.id, tabs.length, operations.data, saved.data]);

  const nameOf = (tab: RequestTab) =>
    tabName(
      tab,
      operations.data?.find((o) => o.id === tab.operationId),
      saved.data?.find((r) => r.id === tab.savedId)?.name,
    );
  const at = active ? tabs.indexOf(active) : -1;
  const goTo = (place: number, focus: boolean) => {
    const next = tabs.at(place % tabs.length);
    if (!next) return;
    show(next);
    if (focus) document.getElementById(tabElementId(next))?.focus();
  };
  const close = (tab: RequestTab, focus = false) => {
    const { whole } = nameOf(tab);
    // What went through its WebSocket is in the history.
    disconnect(projectId, tab.id).catch(() => {});
    const beside = closeTab(projectId, tab.id);
    if (focus && beside) document.getElementById(tabElementId(beside))?.focus();
    if (tab.edited)
      toast(`${whole} is closed with edits that were not saved`, {
        action: { label: "Undo", onClick: () => show(reopenTab(projectId, tab.id)) },
      });
  };
  const duplicate = () => {
    const made = active && duplicateTab(projectId, active.id);
    if (made) show(made);
  };
  useShortcut("next-tab", () => goTo(at + 1, false), tabs.length > 1);
  useShortcut("previous-tab", () => goTo(at - 1, false), tabs.length > 1);
  useShortcut("duplicate-tab", duplicate, active !== undefined);
  useShortcut("close-tab", () => active && close(active), active !== undefined);
  useShortcut("reopen-tab", () => {
    const tab = reopenTab(projectId);
    if (tab) show(tab);
  });

  const onKeyDown = (event: React.KeyboardEvent, tab: RequestTab) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const from = tabs.indexOf(tab);
    if (event.key === "ArrowRight") goTo(from + 1, true);
    else if (event.key === "ArrowLeft") goTo(from - 1, true);
    else if (event.key === "Home") goTo(0, true);
    else if (event.key === "End") goTo(-1, true);
    else if (event.key === "Delete") close(tab, true);
    else return;
    event.preventDefault();
  };
  if (tabs.length === 0) return null;
  return (
    <div className="flex shrink-0 border-b border-line bg-sunken">
      <div
        ref={list}
        role="tablist"
        aria-label="Open requests"
        className="flex min-w-0 overflow-x-auto [scrollbar-width:thin]"
      >
        {tabs.map((tab) => (
          <TabButton
            key={tab.id}
            tab={tab}
            name={nameOf(tab)}
            chosen={tab === active}
            focusable={tab === (active ?? tabs[0])}
            onShow={() => show(tab)}
            onClose={() => close(tab)}
            onKeyDown={(event) => onKeyDown(event, tab)}
          />
        ))}
      </div>
      <IconButton
        label={`Duplicate the tab${duplicateKeys ? ` (${duplicateKeys})` : ""}`}
        disabled={!active}
        onClick={duplicate}
        className="shrink-0"
      >
        <Plus size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
