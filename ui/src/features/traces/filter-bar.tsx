import { SlidersHorizontal, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useEnvironmentName, useOperationName, usePartnerName } from "@/api/names";
import { useTraceFacets } from "@/api/queries/traces";
import type { TraceFacet } from "@/api/types";
import { useNarrow } from "@/lib/narrow";
import { Button } from "@/ui/button";
import { problemName } from "@/ui/failure";
import { Choice, withClasses } from "./choice";
import { CHOOSING, toQuery } from "./filters";
import { TimeFilter } from "./time-filter";
import { Views } from "./views";

interface Props {
  projectId: string;
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

/** Which traces are shown; the address says the same. */
export function FilterBar({ projectId, filters, onChange }: Props) {
  const [text, setText] = useState(filters.q ?? "");
  // On a phone they would leave no room for what they filter.
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const chosen = CHOOSING.filter((name) => name !== "q" && filters[name]).length;
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
      {narrow && (
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          <SlidersHorizontal size={14} aria-hidden />
          {chosen > 0 ? `Filters (${chosen})` : "Filters"}
        </Button>
      )}
      <div
        hidden={narrow && !open}
        className="flex basis-full flex-wrap items-center gap-2 [&[hidden]]:hidden"
      >
        {select("operation", "Endpoint", facets?.operations, nameOf)}
        {select("status", "Status", withClasses(facets?.statuses), plain)}
        {select("category", "Error", facets?.categories)}
        {select("source", "Source", facets?.sources)}
        {select("method", "Method", facets?.methods, plain)}
        {(some(facets?.partners) || filters.partner) &&
          select("partner", "Partner", facets?.partners, partnerOf)}
        {some(facets?.environments) &&
          select("environment", "Environment", facets?.environments, environmentOf)}
        <TimeFilter filters={filters} onChange={onChange} />
        <select
          className="field w-auto max-w-full shrink-0"
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
