import { useEffect, useState } from "react";
import { useOperations } from "@/api/queries";
import { useTraceFacets } from "@/api/trace-queries";
import type { TraceFacet } from "@/api/types";
import { Button } from "@/ui/button";
import { CHOOSING, toQuery } from "./filters";
import { Views } from "./views";

interface Props {
  projectId: string;
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

const PERIOD_NAMES = [
  ["", "Any time"],
  ["1h", "Last hour"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
];

/** Which traces are shown; the address says the same. */
export function FilterBar({ projectId, filters, onChange }: Props) {
  const [text, setText] = useState(filters.q ?? "");
  const facets = useTraceFacets(projectId, toQuery(filters)).data;
  const operations = useOperations(projectId).data;
  useEffect(() => setText(filters.q ?? ""), [filters.q]);
  useEffect(() => {
    if (text === (filters.q ?? "")) return;
    const timer = setTimeout(() => onChange({ q: text }), 250);
    return () => clearTimeout(timer);
  });
  const nameOf = (id: string) => {
    const found = operations?.find((operation) => operation.id === id);
    return found ? `${found.method} ${found.path}` : id;
  };
  const select = (
    name: string,
    label: string,
    choices: TraceFacet[] = [],
    shown: (value: string) => string = (value) => value.toLowerCase().replace("_", " "),
  ) => (
    <Choice
      label={label}
      value={filters[name] ?? ""}
      choices={choices}
      shown={shown}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  const plain = (value: string) => value;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2 pt-0">
      <input
        className="field min-w-40 flex-1"
        type="search"
        data-filter
        aria-label="Words in the URL and bodies"
        placeholder="Words in the URL and bodies"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <Views projectId={projectId} filters={filters} onChange={onChange} />
      <div className="flex basis-full flex-wrap items-center gap-2">
        {select("operation", "Endpoint", facets?.operations, nameOf)}
        {select("status", "Status", withClasses(facets?.statuses), plain)}
        {select("category", "Error", facets?.categories)}
        {select("source", "Source", facets?.sources)}
        {select("method", "Method", facets?.methods, plain)}
        {some(facets?.partners) && select("partner", "Partner", facets?.partners, plain)}
        {some(facets?.environments) &&
          select("environment", "Environment", facets?.environments, plain)}
        <select
          className="field w-auto min-w-24 flex-1"
          aria-label="Time"
          value={filters.period ?? ""}
          onChange={(e) => onChange({ period: e.target.value })}
        >
          {PERIOD_NAMES.map(([value, shown]) => (
            <option key={value} value={value}>
              {shown}
            </option>
          ))}
        </select>
        <select
          className="field w-auto min-w-24 flex-1"
          aria-label="Duration"
          value={filters.slower ?? ""}
          onChange={(e) => onChange({ slower: e.target.value })}
        >
          <option value="">Any duration</option>
          <option value="100">100 ms or longer</option>
          <option value="1000">1 s or longer</option>
          <option value="10000">10 s or longer</option>
        </select>
        <label className="row">
          <input
            type="checkbox"
            checked={filters.errors === "true"}
            onChange={(e) => onChange({ errors: e.target.checked ? "true" : "" })}
          />
          Errors only
        </label>
        {CHOOSING.some((name) => filters[name]) && (
          <Button
            look="ghost"
            onClick={() => onChange(Object.fromEntries(CHOOSING.map((name) => [name, ""])))}
          >
            Clear
          </Button>
        )}
      </div>
    </div>
  );
}

const some = (choices: TraceFacet[] = []) => choices.some((choice) => choice.value !== null);

/** Classes of statuses before the statuses themselves. */
export function withClasses(statuses: TraceFacet[] = []): TraceFacet[] {
  const classes = new Map<string, number | null>();
  for (const { value, count } of statuses) {
    if (!value) continue;
    const name = `${value[0]}xx`;
    classes.set(name, count === null ? null : (classes.get(name) ?? 0) + count);
  }
  const sorted = [...classes].sort(([a], [b]) => a.localeCompare(b));
  return [...sorted.map(([value, count]) => ({ value, count })), ...statuses];
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: TraceFacet[];
  shown: (value: string) => string;
  onChange: (value: string) => void;
}

/** The choices of a filter, each with how many traces it would leave. */
function Choice({ label, value, choices, shown, onChange }: ChoiceProps) {
  const known = choices.filter((choice) => choice.value !== null);
  const missing = value && !known.some((choice) => choice.value === value);
  return (
    <select
      className="field w-auto max-w-56 min-w-24 flex-1"
      aria-label={label}
      value={value}
      onChange={(e) => onChange(e.target.value)}
    >
      <option value="">{label}</option>
      {missing && <option value={value}>{shown(value)} (0)</option>}
      {known.map((choice) => (
        <option key={choice.value} value={choice.value ?? ""}>
          {shown(choice.value ?? "")}
          {choice.count !== null && ` (${choice.count.toLocaleString()})`}
        </option>
      ))}
    </select>
  );
}
