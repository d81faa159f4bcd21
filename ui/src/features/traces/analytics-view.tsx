import { useOperationName } from "@/api/names";
import { useTraceAnalytics } from "@/api/trace-queries";
import type { TraceAnalytics } from "@/api/types";
import { millis, percent } from "@/lib/format";
import { FailurePatterns } from "@/ui/failure-patterns";
import { Block, Figure, Table } from "@/ui/figures";
import { NavLink } from "@/ui/nav-link";
import { PartnerActivity } from "@/ui/partner-activity";
import { EmptyState, Loaded } from "@/ui/states";
import { HeatMap } from "./heat-map";
import { OverTime } from "./over-time";

interface Props {
  projectId: string;
  /** The filters as the query of the API. */
  query: string;
  period: string | undefined;
}

/** What the traces say together: over time, by endpoint, by failure, by partner. */
export function AnalyticsView({ projectId, query, period = "" }: Props) {
  const hourly = period === "1h" || period === "24h";
  const asked = new URLSearchParams(query);
  asked.set("interval", hourly ? "hour" : "day");
  asked.set("offset", String(-new Date().getTimezoneOffset()));
  const figures = useTraceAnalytics(projectId, asked.toString());
  const shared = { projectId, query: asked.toString(), period };
  return (
    <div className="min-h-0 flex-1 overflow-auto p-3">
      <Loaded query={figures}>
        {(found) =>
          found.all.count === 0 ? (
            <EmptyState>No traces in this time. Choose a longer one, or send a request.</EmptyState>
          ) : (
            <Found projectId={projectId} found={found} hourly={hourly}>
              <Block title="Failure patterns">
                <FailurePatterns {...shared} />
              </Block>
            </Found>
          )
        }
      </Loaded>
      <div className="mt-3">
        <Block title="Partners">
          <PartnerActivity {...shared} />
        </Block>
      </div>
    </div>
  );
}

interface FoundProps {
  projectId: string;
  found: TraceAnalytics;
  hourly: boolean;
  children: React.ReactNode;
}

function Found({ projectId, found, hourly, children }: FoundProps) {
  const nameOf = useOperationName(projectId);
  const { all } = found;
  return (
    <>
      <dl className="grid grid-cols-2 gap-2 md:grid-cols-4">
        <Figure name="Traces">{all.count.toLocaleString()}</Figure>
        <Figure name="Failed">{percent(all.failed / all.count)}</Figure>
        <Figure name="Median time">{millis(all.latency.p50Ms)}</Figure>
        <Figure name="95 of 100 within">{millis(all.latency.p95Ms)}</Figure>
      </dl>
      <div className="mt-3 grid gap-3 xl:grid-cols-2">
        <OverTime found={found} hourly={hourly} />
        {children}
        <Block title="Endpoints">
          <Table
            columns={["Endpoint", "Traces", "Failed", "p95"]}
            rows={found.operations.slice(0, 20).map((of) => [
              of.operationId ? (
                <NavLink
                  key="name"
                  className="break-all text-link"
                  to={`/projects/${projectId}/traces?operation=${of.operationId}`}
                >
                  {nameOf(of.operationId)}
                </NavLink>
              ) : (
                "no endpoint"
              ),
              of.count.toLocaleString(),
              percent(of.failed / of.count),
              millis(of.latency.p95Ms),
            ])}
          />
        </Block>
        <Block title="Hours of the week">
          <HeatMap heat={found.heat} />
        </Block>
      </div>
    </>
  );
}
