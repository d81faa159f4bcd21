import { LoaderCircle, Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { useOperations, useSavedRequests } from "@/api/queries";
import { useKeys } from "@/lib/bindings";
import { useShortcut } from "@/lib/shortcuts";
import { MethodBadge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { useSends } from "./send-store";
import { shortPath } from "./short-path";
import { changeTab, closeTab, duplicateTab, type RequestTab, reopenTab, tabsOf } from "./tab-store";

interface Props {
  projectId: string;
  tabs: RequestTab[];
  active: RequestTab | undefined;
  show: (tab: RequestTab | undefined, push?: boolean) => void;
}

/** The id of the panel that the tabs control. */
export const PANEL = "request-panel";
export const tabElementId = (tab: RequestTab) => `request-tab-${tab.id}`;

/** A middle click closes, and does not begin to scroll. */
const closedByMiddle = (close: () => void) => ({
  onAuxClick: (event: React.MouseEvent) => event.button === 1 && close(),
  onMouseDown: (event: React.MouseEvent) => event.button === 1 && event.preventDefault(),
});

/** The open requests. Arrows go from one to the next, Delete or a middle click closes one. */
export function TabStrip({ projectId, tabs, active, show }: Props) {
  const operations = useOperations(projectId);
  const saved = useSavedRequests(projectId);
  const running = useSends((s) => s.running);
  const list = useRef<HTMLDivElement>(null);
  const duplicateKeys = useKeys("duplicate-tab");
  const closeKeys = useKeys("close-tab");
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

  const nameOf = (tab: RequestTab) => {
    const operation = operations.data?.find((o) => o.id === tab.operationId);
    const named = saved.data?.find((r) => r.id === tab.savedId)?.name;
    return {
      method: operation?.method ?? "",
      name: named ?? (operation ? shortPath(operation.path) : "…"),
      whole: named ?? operation?.path ?? "",
    };
  };
  const at = active ? tabs.indexOf(active) : -1;
  const goTo = (place: number, focus: boolean) => {
    const next = tabs.at(place % tabs.length);
    if (!next) return;
    show(next);
    if (focus) document.getElementById(tabElementId(next))?.focus();
  };
  const close = (tab: RequestTab, focus = false) => {
    const { whole } = nameOf(tab);
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
        {tabs.map((tab) => {
          const { method, name, whole } = nameOf(tab);
          const chosen = tab === active;
          return (
            <div
              key={tab.id}
              role="presentation"
              className={`flex shrink-0 items-center border-r border-line ${chosen ? "bg-surface shadow-[inset_0_2px_0_var(--primary)]" : "hover:bg-surface"}`}
            >
              <button
                type="button"
                role="tab"
                id={tabElementId(tab)}
                aria-selected={chosen}
                aria-controls={chosen ? PANEL : undefined}
                tabIndex={chosen || (!active && tab === tabs[0]) ? 0 : -1}
                title={`${method} ${whole}`}
                onClick={() => show(tab)}
                {...closedByMiddle(() => close(tab))}
                onKeyDown={(event) => onKeyDown(event, tab)}
                className={`flex min-h-9 items-center gap-1.5 pr-1 pl-3 -outline-offset-2 ${chosen ? "text-fg" : "text-muted"}`}
              >
                <MethodBadge method={method} inline />
                <span className="truncate-line max-w-40 text-xs">{name}</span>
                {tab.edited && (
                  <span className="size-2 rounded-full bg-primary">
                    <span className="sr-only">not saved</span>
                  </span>
                )}
                {running[tab.id] && (
                  <LoaderCircle size={12} className="animate-spin" aria-label="sending" />
                )}
              </button>
              {/* Delete and a command close it without the pointer: a tab holds no buttons. */}
              <button
                type="button"
                tabIndex={-1}
                aria-hidden="true"
                title={chosen && closeKeys ? `Close (${closeKeys})` : "Close"}
                onClick={() => close(tab)}
                {...closedByMiddle(() => close(tab))}
                className="mr-1 grid size-6 place-items-center rounded text-subtle hover:bg-line hover:text-fg max-md:size-9"
              >
                <X size={12} />
              </button>
            </div>
          );
        })}
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
