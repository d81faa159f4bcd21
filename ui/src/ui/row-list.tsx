import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { useNarrow } from "@/lib/narrow";
import { useRows } from "./use-rows";

const Peek = lazy(() => import("./peek"));

export interface RowListProps<T> {
  label: string;
  rows: readonly T[];
  /** Height of a row; on a phone it is no less than a finger wants. */
  height?: number;
  /** Whether rows wrap, so that each has a height of its own. */
  wraps?: boolean;
  /** The row whose detail is shown: -1 for none. */
  chosen: number;
  onOpen: (row: T, at: number) => void;
  /** What J and K do beside going there. */
  onMove?: (row: T, at: number) => void;
  isHeading?: (row: T) => boolean;
  /** A quick look at a row. */
  peek?: (row: T) => { title: ReactNode; content: ReactNode };
  /** The last rows are in sight. */
  onEnd?: () => void;
  children: (row: T) => ReactNode;
}

/** Rows that can be opened. Only those in sight are drawn, however many there are. */
export function RowList<T>(props: RowListProps<T>) {
  const { label, rows, height = 32, wraps = false, chosen, onOpen, onMove, isHeading } = props;
  const { peek, onEnd, children } = props;
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const { list, at, peeking, close, events } = useRows({
    chosen,
    peekable: peek !== undefined,
    onMove: (number) => {
      const row = rows[number];
      if (row !== undefined) onMove?.(row, number);
    },
  });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => {
      const row = rows[at];
      const slim = row !== undefined && isHeading?.(row);
      return narrow && !slim ? Math.max(44, height) : height;
    },
    overscan: 12,
    // Where the focus is, and what J and K lead to, is always drawn.
    rangeExtractor: (range) => {
      const near = [at - 2, at - 1, at, at + 1, at + 2].filter((n) => n >= 0 && n < rows.length);
      const wanted = at < 0 ? [] : near;
      return [...new Set([...defaultRangeExtractor(range), ...wanted])].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 20) onEnd?.();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is chosen
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: "auto" });
  }, [chosen]);
  const peeked = peeking && rows[at] !== undefined ? peek?.(rows[at]) : undefined;
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul
        ref={list}
        aria-label={label}
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        {...events}
      >
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={item.key}
              data-index={item.index}
              ref={wraps ? virtual.measureElement : undefined}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0"
              style={{
                transform: `translateY(${item.start}px)`,
                height: wraps ? undefined : item.size,
              }}
            >
              {isHeading?.(row) ? (
                children(row)
              ) : (
                <button
                  type="button"
                  data-row={item.index}
                  aria-current={item.index === chosen}
                  onClick={() => onOpen(row, item.index)}
                  className={`h-full w-full px-3 text-left -outline-offset-2 hover:bg-sunken aria-[current=true]:bg-selected ${wraps ? "block border-b border-line py-2" : "flex items-center gap-2"}`}
                >
                  {children(row)}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {peeked && (
        <Suspense>
          <Peek title={peeked.title} close={close}>
            {peeked.content}
          </Peek>
        </Suspense>
      )}
    </div>
  );
}
