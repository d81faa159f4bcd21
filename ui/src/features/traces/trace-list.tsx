import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { Trace } from "@/api/types";
import { clock, millis } from "@/lib/format";
import { useNarrow } from "@/lib/narrow";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";

interface Props {
  rows: Trace[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onEnd: () => void;
}

/** Traces, newest first. Only those in sight are drawn. */
export function TraceList({ rows, chosen, onChoose, onEnd }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? 48 : 32),
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 20) onEnd();
  });
  const at = rows.findIndex((r) => r.id === chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is chosen
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [chosen]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul aria-label="Traces" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const trace = rows[item.index];
          if (!trace) return null;
          const broken = !trace.requestValid || trace.responseValid === false;
          return (
            <li
              key={trace.id}
              className="absolute inset-x-0"
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
            >
              <button
                type="button"
                aria-current={trace.id === chosen}
                onClick={() => onChoose(trace.id)}
                className="flex h-full w-full items-center gap-2 px-3 text-left hover:bg-sunken aria-[current=true]:bg-selected"
              >
                <span className="hidden w-16 shrink-0 text-muted sm:inline">
                  {clock(trace.startedAt)}
                </span>
                <MethodBadge method={trace.method} />
                <span className="truncate-line min-w-0 flex-1 font-mono text-xs">{trace.path}</span>
                {broken && <Badge tone="err">contract</Badge>}
                <StatusBadge status={trace.status} />
                <span className="hidden w-20 shrink-0 text-muted 2xl:inline">{trace.source}</span>
                <span className="w-16 shrink-0 text-right text-muted">
                  {millis(trace.durationMs)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
