import { useOperationName } from "@/api/names";
import { useTracePatterns } from "@/api/queries/traces";
import type { TracePatterns } from "@/api/types";
import { ago, dateTime, plural } from "@/lib/format";
import { Spark } from "./charts";
import { failureFilter, failureName, problemName } from "./failure";
import { NavLink } from "./nav-link";
import { Loaded } from "./states";

interface Props {
  projectId: string;
  /** The filters as the query of the API, with the interval. */
  query: string;
  /** From when and until when, as filters of the list. */
  times: Record<string, string>;
}

/** Failures that are alike, the most frequent first: how often, to whom, when. */
export function FailurePatterns({ projectId, query, times }: Props) {
  const found = useTracePatterns(projectId, query);
  return (
    <Loaded query={found} rows={4}>
      {(patterns) =>
        patterns.items.length === 0 ? (
          <p className="mt-2 text-muted">Nothing failed in this time.</p>
        ) : (
          <List projectId={projectId} patterns={patterns} times={times} />
        )
      }
    </Loaded>
  );
}

/** When something was first and last seen, in as few words as say it. */
function firstAndLast(first: string, last: string): string {
  const [began, ended] = [ago(first), ago(last)];
  return began === ended ? ended : `first ${began}, last ${ended}`;
}

type Shown = Omit<Props, "query"> & { patterns: TracePatterns };

function List({ projectId, patterns, times }: Shown) {
  const nameOf = useOperationName(projectId);
  const { items } = patterns;
  return (
    <>
      <ol className="mt-1 divide-y divide-line">
        {items.map((pattern) => (
          <li key={failureFilter(pattern)} className="flex items-center gap-3 py-2">
            <div className="min-w-0 flex-1">
              <NavLink
                className="font-medium text-link"
                to={`/projects/${projectId}/traces?${failureFilter(pattern, times)}`}
              >
                {failureName(pattern)}
                {pattern.problem && `, ${problemName(pattern.problem)}`}
              </NavLink>
              <p className="font-mono text-xs break-all">{nameOf(pattern.operationId)}</p>
              <p className="text-muted">
                {plural(pattern.count, "trace")}
                {pattern.partners !== null &&
                  pattern.partners > 0 &&
                  `, ${plural(pattern.partners, "partner")}`}
                {pattern.firstAt && pattern.lastAt && (
                  <span title={`${dateTime(pattern.firstAt)} to ${dateTime(pattern.lastAt)}`}>
                    , {firstAndLast(pattern.firstAt, pattern.lastAt)}
                  </span>
                )}
              </p>
            </div>
            <Spark bars={pattern.series.map((count) => ({ count, failed: count }))} />
          </li>
        ))}
      </ol>
      {patterns.patterns > items.length && (
        <p className="mt-1 text-muted">
          The {items.length} most frequent of {patterns.patterns} patterns.
        </p>
      )}
    </>
  );
}
