import { useEffect, useState } from "react";
import { Button } from "@/ui/button";

interface Props {
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

const CHOICES: [string, string, [string, string][]][] = [
  ["method", "Method", ["GET", "POST", "PUT", "PATCH", "DELETE"].map((m) => [m, m])],
  [
    "status",
    "Status",
    [
      ["2xx", "2xx"],
      ["3xx", "3xx"],
      ["4xx", "4xx"],
      ["5xx", "5xx"],
    ],
  ],
  [
    "source",
    "Source",
    [
      ["playground", "playground"],
      ["mock", "mock"],
      ["webhook", "webhook"],
    ],
  ],
];

/** Which traces are shown; the address says the same. */
export function FilterBar({ filters, onChange }: Props) {
  const [text, setText] = useState(filters.q ?? "");
  useEffect(() => setText(filters.q ?? ""), [filters.q]);
  useEffect(() => {
    if (text === (filters.q ?? "")) return;
    const timer = setTimeout(() => onChange({ q: text }), 250);
    return () => clearTimeout(timer);
  });
  const active = ["method", "status", "source", "errors", "q", "operation"].some(
    (name) => filters[name],
  );
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2 pt-0">
      <input
        className="field basis-full"
        type="search"
        data-filter
        aria-label="Text in the URL"
        placeholder="Text in the URL"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      {CHOICES.map(([name, label, values]) => (
        <select
          key={name}
          className="field w-auto min-w-24 flex-1"
          aria-label={label}
          value={filters[name] ?? ""}
          onChange={(e) => onChange({ [name]: e.target.value })}
        >
          <option value="">{label}</option>
          {values.map(([value, shown]) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
      ))}
      <label className="row">
        <input
          type="checkbox"
          checked={filters.errors === "true"}
          onChange={(e) => onChange({ errors: e.target.checked ? "true" : "" })}
        />
        Errors only
      </label>
      {active && (
        <Button
          look="ghost"
          onClick={() =>
            onChange({ method: "", status: "", source: "", errors: "", q: "", operation: "" })
          }
        >
          Clear
        </Button>
      )}
    </div>
  );
}
