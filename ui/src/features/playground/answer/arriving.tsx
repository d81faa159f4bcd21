import { useEffect, useRef } from "react";
import type { Coming } from "@/api/exchange";
import { bytes } from "@/lib/format";
import { readEvents } from "@/lib/tables";
import { StatusBadge } from "@/ui/badge";

/** Most events of a stream that are drawn while it lasts. */
const LAST = 200;

/** An answer while it comes: how much there is, and the events of a stream. */
export function Arriving({ coming }: { coming: Coming }) {
  const end = useRef<HTMLLIElement>(null);
  const type = coming.headers.find((h) => h.name.toLowerCase() === "content-type")?.value ?? "";
  const events = type.startsWith("text/event-stream") ? readEvents(coming.whole) : [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest is in sight
  useEffect(() => {
    end.current?.scrollIntoView?.({ block: "nearest" });
  }, [events.length]);
  return (
    <div className="flex min-h-0 flex-1 flex-col" aria-busy="true">
      <p className="flex flex-wrap items-center gap-2 p-3" aria-live="polite">
        <StatusBadge status={coming.status} />
        <span className="text-muted">
          {bytes(coming.receivedBytes)} so far
          {coming.attempt > 1 && `, attempt ${coming.attempt}`}
        </span>
      </p>
      {events.length > 0 ? (
        <ol
          aria-label="Events so far"
          className="min-h-0 flex-1 divide-y divide-line overflow-auto"
        >
          {events.slice(-LAST).map((event, n, shown) => (
            <li
              key={events.length - shown.length + n}
              ref={n === shown.length - 1 ? end : undefined}
              className="px-3 py-1"
            >
              <b>{event.event}</b>{" "}
              <code className="break-words whitespace-pre-wrap">{event.data}</code>
            </li>
          ))}
        </ol>
      ) : (
        coming.whole && (
          <pre className="min-h-0 flex-1 overflow-auto p-3 break-words whitespace-pre-wrap">
            {coming.whole.slice(-100_000)}
          </pre>
        )
      )}
    </div>
  );
}
