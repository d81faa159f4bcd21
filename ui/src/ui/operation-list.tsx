import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import type { Operation } from "@/api/types";
import { useNarrow } from "@/lib/narrow";
import { MethodBadge } from "./badge";

type Row = { tag: string } | Operation;
const isTag = (row: Row): row is { tag: string } => "tag" in row;

/** Operations under their first tag; those that a text fits. */
export function rowsOf(operations: Operation[], text: string): Row[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const words = `${operation.method} ${operation.path} ${operation.summary ?? ""} ${operation.operationId ?? ""}`;
    if (!words.toLowerCase().includes(wanted)) continue;
    const tag = operation.kind === "webhook" ? "Webhooks" : (operation.tags[0] ?? "Other");
    const group = groups.get(tag);
    if (group) group.push(operation);
    else groups.set(tag, [operation]);
  }
  return [...groups].flatMap(([tag, found]) => [{ tag }, ...found]);
}

interface Props {
  operations: Operation[];
  text: string;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** The operations of a description, by tag. Only those in sight are drawn. */
export function OperationList({ operations, text, chosen, onChoose }: Props) {
  const rows = useMemo(() => rowsOf(operations, text), [operations, text]);
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? 44 : 32),
    overscan: 12,
  });
  if (rows.length === 0) return <p className="p-4 text-muted">No operation fits.</p>;
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <ul aria-label="Operations" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const style = { transform: `translateY(${item.start}px)`, height: item.size };
          if (isTag(row)) {
            return (
              <li
                key={item.key}
                className="absolute inset-x-0 flex items-end px-3 pb-1 text-xs font-medium text-muted"
                style={style}
              >
                {row.tag}
              </li>
            );
          }
          return (
            <li key={item.key} className="absolute inset-x-0" style={style}>
              <button
                type="button"
                onClick={() => onChoose(row.id)}
                aria-current={row.id === chosen}
                title={row.summary ?? undefined}
                className="flex h-full w-full items-center gap-1 px-3 text-left hover:bg-sunken aria-[current=true]:bg-selected"
              >
                <MethodBadge method={row.method} />
                <span
                  className={`truncate-line font-mono text-xs ${row.deprecated ? "line-through" : ""}`}
                >
                  {row.path}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
