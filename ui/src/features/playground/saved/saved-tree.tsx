import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { SavedRequest } from "@/api/types";
import { useNarrow } from "@/lib/narrow";
import { useShortcut } from "@/lib/shortcuts";
import { MethodBadge } from "@/ui/badge";
import { type FolderRow, keyOf, pressed, type SavedRow } from "./saved-rows";

interface Props {
  rows: SavedRow[];
  /** Id of the request that is open. */
  chosen: string | undefined;
  onOpen: (request: SavedRequest) => void;
  onTurn: (folder: FolderRow) => void;
}

const idOf = (row: SavedRow) =>
  row.kind === "folder" ? keyOf(row.path) : `request ${row.request.id}`;

/** Saved requests in their folders, which open and close. Only rows in sight are drawn. */
export function SavedTree({ rows, chosen, onOpen, onTurn }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const place = rows.findIndex((row) => row.kind === "request" && row.request.id === chosen);
  const [focused, setFocused] = useState<string>();
  const at = Math.max(
    0,
    rows.findIndex((row) => idOf(row) === focused),
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? 44 : 32),
    overscan: 12,
  });
  useEffect(() => {
    if (chosen) setFocused(`request ${chosen}`);
  }, [chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is chosen
  useEffect(() => {
    if (place >= 0) virtual.scrollToIndex(place, { align: "auto" });
  }, [chosen]);

  const go = (to: number) => {
    const row = rows[to];
    if (!row) return;
    setFocused(idOf(row));
    virtual.scrollToIndex(to, { align: "auto" });
    // What was out of sight is drawn in the next frame.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus(),
    );
  };
  useShortcut("list-next", () => go(Math.min(at + 1, rows.length - 1)));
  useShortcut("list-previous", () => go(Math.max(at - 1, 0)));
  const use = (row: SavedRow) => (row.kind === "folder" ? onTurn(row) : onOpen(row.request));
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[at];
    if (row && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      return use(row);
    }
    const does = pressed(rows, at, event.key);
    if (!does) return;
    event.preventDefault();
    if (does.turn) onTurn(does.turn);
    else go(does.to);
  };
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div
        role="tree"
        aria-label="Saved requests"
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const isFolder = row.kind === "folder";
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are those of the whole tree
            <div
              key={idOf(row)}
              role="treeitem"
              data-row={item.index}
              tabIndex={item.index === at ? 0 : -1}
              aria-level={row.level}
              aria-setsize={row.count}
              aria-posinset={row.place}
              aria-expanded={isFolder ? row.open : undefined}
              aria-selected={item.index === place}
              onFocus={() => setFocused(idOf(row))}
              onClick={() => use(row)}
              className="absolute inset-x-0 flex cursor-pointer items-center gap-2 pr-3 -outline-offset-2 hover:bg-sunken aria-selected:bg-selected"
              style={{
                transform: `translateY(${item.start}px)`,
                height: item.size,
                paddingLeft: 12 + (Math.min(row.level, 8) - 1) * 16,
              }}
            >
              {isFolder ? <Folder row={row} /> : <Request request={row.request} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Folder({ row }: { row: FolderRow }) {
  const Chevron = row.open ? ChevronDown : ChevronRight;
  return (
    <>
      <Chevron size={14} aria-hidden className="shrink-0 text-muted" />
      <span className="truncate-line font-medium" title={row.path.join(" / ")}>
        {row.path.at(-1)}
      </span>
      <span className="ml-auto text-subtle">{row.requests}</span>
    </>
  );
}

const Request = ({ request }: { request: SavedRequest }) => (
  <>
    <MethodBadge method={request.method} />
    <span title={request.url} className="truncate-line">
      {request.name}
    </span>
  </>
);
