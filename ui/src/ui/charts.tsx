// Small charts of our own. Each is hidden from screen readers: a table beside it says the same.

export interface Bar {
  label: string;
  count: number;
  failed: number;
}

/** Counts over time, with the failed part of each. */
export function Bars({ bars }: { bars: Bar[] }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <div aria-hidden className="mt-2 flex h-32 items-end gap-px border-b border-line">
      {bars.map((bar) => (
        <div
          key={bar.label}
          className="flex h-full min-w-0 flex-1 flex-col justify-end"
          title={`${bar.label}: ${bar.count}, ${bar.failed} failed`}
        >
          <div className="bg-error" style={{ height: `${(bar.failed / most) * 100}%` }} />
          <div
            className="bg-primary"
            style={{ height: `${((bar.count - bar.failed) / most) * 100}%` }}
          />
        </div>
      ))}
    </div>
  );
}

/** Lines over time; all share one scale, which begins at 0. */
export function Lines({ lines }: { lines: { name: string; color: string; values: number[] }[] }) {
  const most = Math.max(1, ...lines.flatMap((line) => line.values));
  const length = Math.max(2, ...lines.map((line) => line.values.length));
  const place = (value: number, at: number) =>
    `${((at / (length - 1)) * 300).toFixed(1)},${(78 - (value / most) * 74).toFixed(1)}`;
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 300 80"
      preserveAspectRatio="none"
      className="mt-2 h-32 w-full border-b border-line"
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
