import { useOperationName } from "@/api/names";
import { useTracePartners } from "@/api/queries/traces";
import type { TracePartners } from "@/api/types";
import { ago, dateTime, percent, plural } from "@/lib/format";
import { Badge, type Tone } from "./badge";
import { Spark } from "./charts";
import { failureName, problemName } from "./failure";
import { NavLink } from "./nav-link";
import { Loaded } from "./states";

interface Props {
  projectId: string;
  /** Times and partner as the query of the API, with the interval. */
  query: string;
  /** From when and until when, as filters of the list. */
  times: Record<string, string>;
}

type Partner = TracePartners["items"][number];

const STATES: Record<Partner["state"], [Tone, string]> = {
  active: ["ok", "active"],
  idle: ["warn", "idle"],
  stuck: ["err", "stuck"],
  notBegun: ["neutral", "not begun"],
};

/** What each partner does, how well that goes, and where those that are stuck stand. */
export function PartnerActivity({ projectId, query, times }: Props) {
  const found = useTracePartners(projectId, query);
  return (
    <Loaded query={found} rows={3}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="mt-2 text-muted">This project has no partners yet.</p>
        ) : (
          <ul className="mt-1 divide-y divide-line">
            {items.map((partner) => (
              <li key={partner.partnerId} className="flex items-center gap-3 py-2">
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-2">
                    <State of={partner.state} />
                    <NavLink
                      className="min-w-0 font-medium break-words text-link"
                      to={`/projects/${projectId}/traces?${new URLSearchParams({ partner: partner.partnerId, ...times })}`}
                    >
                      {partner.name ?? partner.partnerId}
                    </NavLink>
                  </p>
                  <Doing partner={partner} />
                  <Failures projectId={projectId} partner={partner} />
                </div>
                <Spark bars={partner.series} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function State({ of }: { of: Partner["state"] }) {
  const [tone, word] = STATES[of];
  return <Badge tone={tone}>{word}</Badge>;
}

function Doing({ partner }: { partner: Partner }) {
  if (!partner.lastAt) return <p className="text-muted">Has sent nothing yet</p>;
  return (
    <p className="text-muted">
      {plural(partner.count, "trace")}
      {partner.count > 0 && `, ${percent(1 - partner.failed / partner.count)} went well`}
      {", last "}
      <span title={dateTime(partner.lastAt)}>{ago(partner.lastAt)}</span>
    </p>
  );
}

/** What failed last, of those that are stuck. */
function Failures({ projectId, partner }: { projectId: string; partner: Partner }) {
  const nameOf = useOperationName(projectId);
  if (partner.state !== "stuck") return null;
  return (
    <ul>
      {partner.failures.map((failure) => (
        <li key={failure.traceId}>
          <NavLink
            className="text-link"
            to={`/projects/${projectId}/traces/${failure.traceId}?partner=${partner.partnerId}`}
          >
            {failureName(failure)}
            {failure.problem && `, ${problemName(failure.problem)}`}
          </NavLink>{" "}
          at <span className="font-mono text-xs break-all">{nameOf(failure.operationId)}</span>
          {failure.count > 1 && `, ${failure.count} times`}
        </li>
      ))}
    </ul>
  );
}
