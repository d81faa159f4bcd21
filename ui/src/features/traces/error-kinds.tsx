import { useTraceFacets } from "@/api/queries/traces";
import { percent } from "@/lib/format";
import { Share } from "@/ui/charts";
import { Table } from "@/ui/figures";
import { NavLink } from "@/ui/nav-link";
import { Loaded } from "@/ui/states";

interface Props {
  projectId: string;
  /** The filters as the query of the API. */
  query: string;
  /** From when and until when, as filters of the list. */
  times: Record<string, string>;
  /** How many traces there were in all. */
  all: number;
}

/** What kinds of error there were in this time, the most frequent first. */
export function ErrorKinds({ projectId, query, times, all }: Props) {
  const asked = new URLSearchParams(query);
  // The same is counted as in the figures beside it.
  for (const [name, value] of Object.entries(times)) asked.set(name, value);
  const facets = useTraceFacets(projectId, asked.toString());
  const listOf = (category: string) => new URLSearchParams({ category, ...times });
  return (
    <Loaded query={facets} rows={3}>
      {({ categories }) => {
        const kinds = categories.filter(({ value, count }) => value && count);
        if (kinds.length === 0)
          return <p className="mt-2 text-muted">Nothing failed in this time.</p>;
        return (
          <Table
            columns={["Kind", "Traces", "Of all"]}
            rows={kinds.map(({ value, count }) => [
              <NavLink
                key="kind"
                className="text-link"
                to={`/projects/${projectId}/traces?${listOf(value ?? "")}`}
              >
                {(value ?? "").toLowerCase().replaceAll("_", " ")}
              </NavLink>,
              count.toLocaleString(),
              <span key="share" className="flex items-center gap-2">
                <Share part={Math.min(1, count / all)} />
                {percent(count / all)}
              </span>,
            ])}
          />
        );
      }}
    </Loaded>
  );
}
