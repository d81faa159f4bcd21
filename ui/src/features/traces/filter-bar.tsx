import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useEnvironmentName, useOperationName, usePartnerName } from "@/api/names";
import { useTraceFacets } from "@/api/trace-queries";
import type { TraceFacet } from "@/api/types";
import { Button } from "@/ui/button";
import { problemName } from "@/ui/failure";
import { Choice, withClasses } from "./choice";
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
  const nameOf = useOperationName(projectId);
  const partnerOf = usePartnerName(projectId);
  const environmentOf = useEnvironmentName(projectId);
  useEffect(() => setText(filters.q ?? ""), [filters.q]);
  useEffect(() => {
    if (text === (filters.q ?? "")) return;
    const timer = setTimeout(() => onChange({ q: text }), 250);
    return () => clearTimeout(timer);
  });
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
        {(some(facets?.partners) || filters.partner) &&
          select("partner", "Partner", facets?.partners, partnerOf)}
        {some(facets?.environments) &&
          select("environment", "Environment", facets?.environments, environmentOf)}
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
        {filters.problem && (
          <Button onClick={() => onChange({ problem: "" })} aria-label="Any broken rule">
            {problemName(filters.problem)} <X size={12} aria-hidden />
          </Button>
        )}
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
