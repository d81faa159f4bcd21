import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { type Line, linesOf, type Place, placesWithin } from "@/lib/find-in";

interface Props {
  label: string;
  text: string;
  /** Whether strings, numbers and names have colours, as in JSON. */
  coloured: boolean;
  places: Place[];
  /** The place that is gone to: its number. */
  at: number;
}

/** Above this many lines or characters only what is in sight is drawn. */
const MOST_LINES = 1000;
const MOST_TEXT = 100_000;
const LINE = 18;

/** A text by lines, with what was searched for marked. */
export function BodyText(props: Props) {
  const lines = useMemo(() => linesOf(props.text), [props.text]);
  const isLarge = lines.length > MOST_LINES || props.text.length > MOST_TEXT;
  return isLarge ? <Large {...props} lines={lines} /> : <Small {...props} lines={lines} />;
}

type LinesProps = Props & { lines: Line[] };

function Small({ label, lines, ...rest }: LinesProps) {
  const box = useRef<HTMLPreElement>(null);
  const { at, places } = rest;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is shown
  useEffect(() => {
    box.current?.querySelector("[data-here]")?.scrollIntoView?.({ block: "center" });
  }, [at, places]);
  return (
    <pre
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={label}
      className="overflow-auto p-3 break-words whitespace-pre-wrap"
    >
      {lines.map((line, n) => (
        <span key={n}>
          {piecesOf(line, rest)}
          {n < lines.length - 1 && "\n"}
        </span>
      ))}
    </pre>
  );
}

function Large({ label, lines, ...rest }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const { at, places } = rest;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 20,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is shown
  useEffect(() => {
    const from = places[at]?.[0];
    if (from === undefined) return;
    const line = lines.findLastIndex((l) => l.from <= from);
    virtual.scrollToIndex(line, { align: "center" });
  }, [at, places]);
  return (
    <div
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={label}
      className="h-full min-h-60 overflow-auto p-3 max-md:max-h-[70vh]"
    >
      <pre className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return (
            <span
              key={item.key}
              className="absolute left-0 whitespace-pre"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line && piecesOf(line, rest)}
            </span>
          );
        })}
      </pre>
    </div>
  );
}

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** The stretches of a line that have a colour. */
function coloursOf(text: string): [number, number, string][] {
  return [...text.matchAll(TOKENS)].map((m) => {
    const colour = m[1]
      ? m[2]
        ? "text-muted"
        : "text-success"
      : m[3]
        ? "text-link"
        : "text-warning";
    return [m.index, m.index + (m[1] ?? m[0]).length, colour];
  });
}

function piecesOf(line: Line, { coloured, places, at }: Omit<Props, "label" | "text">): ReactNode {
  const { from, text } = line;
  const marks = placesWithin(places, from, from + text.length);
  const colours = coloured ? coloursOf(text) : [];
  if (marks.length === 0 && colours.length === 0) return text;
  const edges = new Set([0, text.length]);
  for (const [a, b] of colours) edges.add(a).add(b);
  for (const [a, b] of marks) edges.add(Math.max(0, a - from)).add(Math.min(text.length, b - from));
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, n) => {
    const piece = text.slice(start, sorted[n + 1]);
    const mark = marks.find(([a, b]) => a - from <= start && start < b - from);
    const colour = colours.find(([a, b]) => a <= start && start < b)?.[2];
    if (!mark)
      return (
        <span key={start} className={colour}>
          {piece}
        </span>
      );
    const here = mark === places[at];
    return (
      <mark
        key={start}
        data-here={here || undefined}
        className={here ? "bg-primary text-on-primary" : "bg-warn-bg text-warn-fg"}
      >
        {piece}
      </mark>
    );
  });
}
