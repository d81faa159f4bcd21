interface Props {
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

const PERIODS = [
  ["", "Any time"],
  ["1h", "Last hour"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
];
const DAY = 86_400_000;

/** When: a stretch of time up to now, or from one time to another. */
export function TimeFilter({ filters, onChange }: Props) {
  const { period = "", from = "", to = "" } = filters;
  const isRange = Boolean(from || to);
  const choose = (chosen: string) => {
    if (chosen !== "range") return onChange({ period: chosen, from: "", to: "" });
    const midnight = new Date().setHours(0, 0, 0, 0);
    onChange({
      period: "",
      from: new Date(midnight).toISOString(),
      to: new Date(midnight + DAY).toISOString(),
    });
  };
  return (
    <>
      <select
        className="field w-auto max-w-full shrink-0"
        aria-label="Time"
        value={isRange ? "range" : period}
        onChange={(e) => choose(e.target.value)}
      >
        {PERIODS.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
        <option value="range">From … to …</option>
      </select>
      {isRange && (
        <span className="flex basis-full flex-wrap items-center gap-2">
          <Moment label="From" value={from} onChange={(value) => onChange({ from: value })} />
          <Moment label="To" value={to} onChange={(value) => onChange({ to: value })} />
        </span>
      )}
    </>
  );
}

interface MomentProps {
  label: string;
  /** RFC 3339; empty where there is no bound. */
  value: string;
  onChange: (value: string) => void;
}

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <label className="row">
      {label}
      <input
        type="datetime-local"
        className="field w-auto"
        value={toLocal(value)}
        onChange={(e) => {
          const chosen = new Date(e.target.value);
          onChange(Number.isNaN(chosen.getTime()) ? "" : chosen.toISOString());
        }}
      />
    </label>
  );
}

/** A moment as the field wants it: in the time zone of the person, to the minute. */
export function toLocal(value: string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return "";
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
