// Small charts of our own. Each is hidden from screen readers: a table beside it says the same.
import type { ReactNode } from "react";

export interface Bar {
  label: string;
  count: number;
  failed: number;
}

/** The top of a chart, and where it begins and ends. */
function Scale({ most, ends, children }: { most: string; ends: string[]; children: ReactNode }) {
  return (
    <div aria-hidden className="mt-2 text-xs text-muted">
      <p className="border-b border-dashed border-line">{most}</p>
      {children}
      <p className="mt-1 flex flex-wrap justify-between gap-x-3">
        <span>{ends[0]}</span>
        <span>{ends.at(-1)}</span>
      </p>
    </div>
  );
}

interface BarsProps {
  bars: Bar[];
  /** What a click on one does. */
  onChoose: (place: number) => void;
}

/** Counts over time, with the failed part of each. A table beside it leads to the same places. */
export function Bars({ bars, onChoose }: BarsProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <Scale most={most.toLocaleString()} ends={bars.map((bar) => bar.label)}>
      <div className="flex h-32 items-end gap-px border-b border-line">
        {bars.map((bar, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the table beside it has links
          // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it has links
          <div
            key={bar.label}
            className="flex h-full min-w-0 flex-1 cursor-pointer flex-col justify-end hover:bg-sunken"
            title={`${bar.label}: ${bar.count}, ${bar.failed} failed`}
            onClick={() => onChoose(place)}
          >
            <div className="bg-error" style={{ height: `${(bar.failed / most) * 100}%` }} />
            <div
              className="bg-primary"
              style={{ height: `${((bar.count - bar.failed) / most) * 100}%` }}
            />
          </div>
        ))}
      </div>
    </Scale>
  );
}

interface LinesProps {
  lines: { name: string; color: string; values: number[] }[];
  /** What the points are of, from first to last. */
  labels: string[];
  /** A value with its unit. */
  shown: (value: number) => string;
}

/** Lines over time; all share one scale, which begins at 0. */
export function Lines({ lines, labels, shown }: LinesProps) {
  const most = Math.max(1, ...lines.flatMap((line) => line.values));
  const length = Math.max(2, ...lines.map((line) => line.values.length));
  const place = (value: number, at: number) =>
    `${((at / (length - 1)) * 300).toFixed(1)},${(79 - (value / most) * 78).toFixed(1)}`;
  return (
    <Scale most={shown(most)} ends={labels}>
      <svg
        aria-hidden="true"
        viewBox="0 0 300 80"
        preserveAspectRatio="none"
        className="h-32 w-full border-b border-line"
      >
        {lines.map((line) => (
          <polyline
            key={line.name}
            points={line.values.map(place).join(" ")}
            fill="none"
            stroke={line.color}
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
    </Scale>
  );
}

/** Counts over time in the room of a word. */
export function Spark({ bars }: { bars: { count: number; failed: number }[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const height = (count: number) => `${(count / most) * 100}%`;
  return (
    <div aria-hidden className="flex h-8 w-28 shrink-0 items-end gap-px border-b border-line">
      {bars.map((bar, place) => (
        <div key={place} className="flex h-full min-w-0 flex-1 flex-col justify-end">
          <div className="bg-error" style={{ height: height(bar.failed) }} />
          <div className="bg-primary" style={{ height: height(bar.count - bar.failed) }} />
        </div>
      ))}
    </div>
  );
}

/** A part of a whole. */
export function Share({ part }: { part: number }) {
  return (
    <span aria-hidden className="inline-block h-2 w-16 overflow-hidden rounded bg-sunken">
      <span className="block h-full bg-error" style={{ width: `${part * 100}%` }} />
    </span>
  );
}
