import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, Copy } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { SocketMessage } from "@/api/types";
import { copy } from "@/lib/copy";
import { plural } from "@/lib/format";
import { FilterField } from "@/ui/filter-field";
import { Button, IconButton } from "../button";
import { MessageRow } from "./message-row";
import { type Filter, filtered } from "./messages";

interface Props {
  messages: SocketMessage[];
  /** How many were let go before the first. */
  skipped?: number;
  /** What stands there while there are none. */
  empty: ReactNode;
}

/** What went through a WebSocket; only rows in sight are drawn. It follows the newest one. */
export function MessageList({ messages, skipped = 0, empty }: Props) {
  const [filter, setFilter] = useState<Filter>({ words: "", show: "all" });
  const [open, setOpen] = useState<number>();
  const [follows, setFollows] = useState(true);
  const scroller = useRef<HTMLElement>(null);
  const rows = useMemo(() => filtered(messages, filter), [messages, filter]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    getItemKey: (at) => rows[at]?.number ?? at,
    overscan: 12,
  });
  const newest = rows.at(-1)?.number;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another one is the newest
  useEffect(() => {
    if (follows && rows.length > 0) virtual.scrollToIndex(rows.length - 1, { align: "end" });
  }, [newest, follows]);
  if (messages.length === 0) return <div className="p-3 text-muted">{empty}</div>;
  const onScroll = () => {
    const at = scroller.current;
    if (at) setFollows(at.scrollHeight - at.scrollTop - at.clientHeight < 48);
  };
  return (
    <div className="relative flex min-h-40 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 p-2">
        <FilterField
          className="min-w-32 flex-1"
          label="Filter messages"
          placeholder="Words in the messages"
          value={filter.words}
          onChange={(words) => setFilter({ ...filter, words })}
        />
        <select
          className="field w-auto"
          aria-label="Which messages"
          value={filter.show}
          onChange={(e) => setFilter({ ...filter, show: e.target.value as Filter["show"] })}
        >
          <option value="all">All</option>
          <option value="sent">Sent</option>
          <option value="received">Received</option>
          <option value="control">Control</option>
        </select>
        <IconButton
          label="Copy these messages as NDJSON"
          onClick={() => copy(rows.map((m) => JSON.stringify(m)).join("\n"), "Messages")}
        >
          <Copy size={14} aria-hidden />
        </IconButton>
      </div>
      {skipped > 0 && (
        <p className="px-3 pb-1 text-muted">
          {plural(skipped, "older message")} {skipped === 1 ? "is" : "are"} not shown any more.
        </p>
      )}
      {rows.length === 0 && <p className="p-3 text-muted">No message fits.</p>}
      <section
        ref={scroller}
        aria-label="Messages"
        tabIndex={-1}
        className="max-h-[70vh] min-h-0 flex-1 overflow-auto max-md:max-h-[55vh]"
        onScroll={onScroll}
      >
        <ul className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const message = rows[item.index];
            if (!message) return null;
            return (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 border-b border-line"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <MessageRow
                  message={message}
                  open={open === message.number}
                  onTurn={() => setOpen(open === message.number ? undefined : message.number)}
                />
              </li>
            );
          })}
        </ul>
      </section>
      {!follows && (
        <Button
          className="absolute right-4 bottom-2 shadow"
          onClick={() => {
            setFollows(true);
            virtual.scrollToIndex(rows.length - 1, { align: "end" });
          }}
        >
          <ArrowDown size={14} aria-hidden /> Newest
        </Button>
      )}
    </div>
  );
}
