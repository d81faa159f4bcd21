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
