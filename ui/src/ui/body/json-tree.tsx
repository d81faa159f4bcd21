import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { copy } from "@/lib/copy";
import { Exact, indentJson, jsonOf } from "@/lib/json-text";
import { Button } from "../button";
import { type JsonRow, openedFirst, rowsOfJson } from "./json-rows";

const ROW = 22;

/** A JSON value as a tree. Arrows open, close and go; only what is in sight is drawn. */
export function JsonTree({ value }: { value: unknown }) {
  const [open, setOpen] = useState(() => openedFirst(value));
  const [at, setAt] = useState(0);
  const rows = useMemo(() => rowsOfJson(value, open), [value, open]);
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 15,
  });
  const row = rows[Math.min(at, rows.length - 1)];
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setAt(next);
    virtual.scrollToIndex(next, { align: "auto" });
  };
  const toggle = ({ pointer }: JsonRow) =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(pointer)) next.add(pointer);
      return next;
    });
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = open.has(row.pointer);
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "PageDown") go(at + 20);
    else if (event.key === "PageUp") go(at - 20);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(rows.length - 1);
    else if (event.key === "ArrowRight") {
      if (row.size > 0 && !isOpen) toggle(row);
      else if (row.size > 0) go(at + 1);
    } else if (event.key === "ArrowLeft") {
      if (row.size > 0 && isOpen) toggle(row);
      else go(rows.findLastIndex((r, n) => n < at && r.level < row.level));
    } else if (event.key === "Enter" || event.key === " ") {
      if (row.size > 0) toggle(row);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex h-full min-h-60 flex-col">
      <div
        ref={box}
        role="tree"
        aria-label="Body"
        tabIndex={0}
        aria-activedescendant={row && `json-row-${at}`}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-auto -outline-offset-2 max-md:max-h-[70vh]"
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const shown = rows[item.index];
            if (!shown) return null;
            const isOpen = open.has(shown.pointer);
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus
              // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
              <div
                key={shown.pointer}
                id={`json-row-${item.index}`}
                role="treeitem"
                aria-level={shown.level}
                aria-posinset={shown.place}
                aria-setsize={shown.of}
                aria-selected={item.index === at}
                aria-expanded={shown.size > 0 ? isOpen : undefined}
                onClick={() => {
                  setAt(item.index);
                  if (shown.size > 0) toggle(shown);
                }}
                className={`absolute inset-x-0 flex items-center gap-1 px-2 font-mono text-xs whitespace-nowrap ${item.index === at ? "bg-selected" : "hover:bg-sunken"}`}
                style={{
                  transform: `translateY(${item.start}px)`,
                  height: ROW,
                  paddingLeft: 8 + (shown.level - 1) * 14,
                }}
              >
                <span className="w-4 shrink-0 text-subtle">
                  {shown.size > 0 &&
                    (isOpen ? (
                      <ChevronDown size={12} aria-hidden />
                    ) : (
                      <ChevronRight size={12} aria-hidden />
                    ))}
                </span>
                {shown.level > 1 && <span className="shrink-0 text-muted">{shown.name}:</span>}
                <Short value={shown.value} size={shown.size} />
              </div>
            );
          })}
        </div>
      </div>
      {row && (
        <div className="flex shrink-0 flex-wrap items-center gap-1 border-t border-line px-2 py-1">
          <code className="truncate-line min-w-24 flex-1 text-subtle" title={row.pointer}>
            {row.pointer || "the whole"}
          </code>
          <Button look="ghost" className="px-2" onClick={() => copy(row.path, "Path")}>
            Copy path
          </Button>
          <Button look="ghost" className="px-2" onClick={() => copy(row.pointer, "Pointer")}>
            Copy pointer
          </Button>
          <Button look="ghost" className="px-2" onClick={() => copy(textOf(row.value), "Value")}>
            Copy value
          </Button>
        </div>
      )}
    </div>
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : indentJson(jsonOf(value)));

function Short({ value, size }: { value: unknown; size: number }) {
  if (Array.isArray(value)) return <span className="text-subtle">[{size}]</span>;
  if (size >= 0) return <span className="text-subtle">{`{${size}}`}</span>;
  if (typeof value === "string")
    return (
      <span className="truncate-line text-success" title={value.slice(0, 1000)}>
        {JSON.stringify(value.slice(0, 500))}
      </span>
    );
  const isNumber = typeof value === "number" || value instanceof Exact;
  return <span className={isNumber ? "text-link" : "text-warning"}>{jsonOf(value)}</span>;
}
