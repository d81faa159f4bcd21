import { ArrowDown, ArrowUp } from "lucide-react";

interface Props {
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

const ORDERS = [
  ["", "Newest first"],
  ["started asc", "Oldest first"],
  ["duration desc", "Slowest first"],
  ["duration asc", "Fastest first"],
  ["status desc", "Highest status first"],
  ["status asc", "Lowest status first"],
];

/** In which order traces are listed. Those searched for words come in order of time. */
export function Order({ filters, onChange }: Props) {
  const { sort = "started", order = "desc", q } = filters;
  const now = `${q ? "started" : sort} ${order}`;
  return (
    <select
      className="field w-auto"
      aria-label="Order"
      value={ORDERS.some(([value]) => value === now) ? now : ""}
      onChange={(e) => {
        const [by = "", way = ""] = e.target.value.split(" ");
        onChange({ sort: by, order: way });
      }}
    >
      {ORDERS.filter(([value]) => !q || !value || value.startsWith("started")).map(
        ([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ),
      )}
    </select>
  );
}

interface SortProps extends Props {
  name: string;
  /** What the API calls it. */
  by: string;
}

/** The name of a column: the first click has the largest on top, the next one the smallest. */
export function SortBy({ name, by, filters, onChange }: SortProps) {
  const { sort = "started", order = "desc", q } = filters;
  // Traces that are searched for words come in order of time.
  if (q && by !== "started") return name;
  const isNow = by === (q ? "started" : sort);
  const Arrow = order === "asc" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      aria-label={`Sort by ${name.toLowerCase()}`}
      aria-pressed={isNow}
      className="inline-flex items-center gap-1 hover:text-fg"
      onClick={() => onChange({ sort: by, order: isNow && order === "desc" ? "asc" : "desc" })}
    >
      {name}
      {isNow && <Arrow size={12} aria-hidden />}
    </button>
  );
}
