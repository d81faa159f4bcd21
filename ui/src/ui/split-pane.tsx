import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useNarrow } from "@/lib/narrow";

interface Props {
  id: string;
  list: ReactNode;
  /** Nothing chosen: `undefined`; then the list has all the room. */
  detail: ReactNode | undefined;
  listLabel: string;
  detailLabel: string;
  initial?: number;
  /** Takes the detail away; Esc does so too. */
  onClose?: () => void;
}

/** Where Esc belongs to what has the focus. */
const OWN = "input, textarea, select, .monaco-editor";

/** A list and its detail side by side; on a phone one of them, the other is not there at all. */
export function SplitPane({
  id,
  list,
  detail,
  listLabel,
  detailLabel,
  initial = 340,
  onClose,
}: Props) {
  const key = `fairlead.split.${id}`;
  const narrow = useNarrow();
  const [width, setWidth] = useState(() => Number(localStorage.getItem(key)) || initial);
  const root = useRef<HTMLDivElement>(null);
  const resize = (next: number) => {
    const most = (root.current?.clientWidth ?? 1200) - 280;
    const fitted = Math.round(Math.min(Math.max(next, 200), Math.max(most, 200)));
    setWidth(fitted);
    localStorage.setItem(key, String(fitted));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // A dialog that was opened from here is not within; one that has taken Esc says so.
    const isHere = event.currentTarget.contains(target) && !event.defaultPrevented;
    if (event.key === "Escape" && isHere && detail && !target.closest(OWN)) onClose?.();
  };
  if (narrow) {
    return (
      <section
        aria-label={detail ? detailLabel : listLabel}
        className="flex min-h-0 min-w-0 flex-1 flex-col overflow-auto"
        onKeyDown={onKeyDown}
      >
        {detail ?? list}
      </section>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what has the focus is within
    <div ref={root} className="flex min-h-0 flex-1" onKeyDown={onKeyDown}>
      <section
        aria-label={listLabel}
        className="flex min-h-0 flex-col overflow-x-hidden overflow-y-auto"
        style={{ width: detail ? width : "100%" }}
      >
        {list}
      </section>
      {detail && (
        <div
          role="separator"
          tabIndex={0}
          aria-label="Width of the list"
          aria-orientation="vertical"
          aria-valuenow={width}
          aria-valuemin={200}
          aria-valuemax={900}
          className="w-1 shrink-0 cursor-col-resize border-l border-line hover:bg-primary"
          onKeyDown={(e) => {
            if (e.key === "ArrowLeft") resize(width - 16);
            if (e.key === "ArrowRight") resize(width + 16);
          }}
          onPointerDown={(e) => {
            const from = e.clientX - width;
            e.currentTarget.setPointerCapture(e.pointerId);
            e.currentTarget.onpointermove = (move) => resize(move.clientX - from);
          }}
          onPointerUp={(e) => {
            e.currentTarget.onpointermove = null;
          }}
        />
      )}
      {detail && (
        <section
          aria-label={detailLabel}
          className="flex min-h-0 min-w-0 flex-1 flex-col overflow-auto"
        >
          {detail}
        </section>
      )}
    </div>
  );
}
