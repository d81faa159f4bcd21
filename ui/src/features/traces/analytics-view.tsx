import { useOperationName } from "@/api/names";
import { useTraceAnalytics } from "@/api/queries/traces";
import type { TraceAnalytics } from "@/api/types";
import { dateTime, millis, percent } from "@/lib/format";
import { FailurePatterns } from "@/ui/failure-patterns";
import { Block, Figure, Table } from "@/ui/figures";
import { NavLink } from "@/ui/nav-link";
import { PartnerActivity } from "@/ui/partner-activity";
import { EmptyState, Loaded } from "@/ui/states";
import { ActivePartners } from "./active-partners";
import { ErrorKinds } from "./error-kinds";
import { HeatMap } from "./heat-map";
import { OverTime } from "./over-time";

interface Props {
  projectId: string;
  /** The filters as the query of the API. */
  query: string;
  /** From when and until when, as filters of the list. */
  times: Record<string, string>;
}

/** An hour and a day, in milliseconds. */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Filters that counts by choice do not look at. */
const UNCOUNTED = ["q", "runId", "problem", "slowerMs", "fasterMs"];
/** What is shorter is told by the hour. */
const SHORT = 2 * DAY;

/** The times that figures are of, as filters of the list: sums are kept of whole hours and days. */
function wholeTimes(found: TraceAnalytics, to: string | undefined): Record<string, string> {
  const size = found.interval === "hour" ? HOUR : DAY;
  if (!to) return { from: found.from };
  const end = Math.ceil(Date.parse(to) / size) * size;
  return { from: found.from, to: new Date(end).toISOString() };
}

/** What the traces say together: over time, by endpoint, by failure, by partner. */
export function AnalyticsView({ projectId, query, times }: Props) {
  const asked = new URLSearchParams(query);
  const { to = new Date().toISOString() } = times;
  const from = asked.get("from");
  const hourly = from !== null && Date.parse(to) - Date.parse(from) <= SHORT;
  asked.set("interval", hourly ? "hour" : "day");
  asked.set("offset", String(-new Date().getTimezoneOffset()));
  const figures = useTraceAnalytics(projectId, asked.toString());
  const shared = { projectId, query: asked.toString(), times };
  return (
    <div className="min-h-0 flex-1 overflow-auto p-3">
      <Loaded query={figures}>
        {(found) =>
          found.all.count === 0 ? (
            <EmptyState>No traces in this time. Choose a longer one, or send a request.</EmptyState>
          ) : (
            <>
              <p className="mb-2 text-muted">
                From <time dateTime={found.from}>{dateTime(found.from)}</time> on, by whole{" "}
                {hourly ? "hours" : "days of UTC"}.
                {found.newestOnly !== null &&
                  ` Only the newest ${found.newestOnly.toLocaleString()} traces were looked at: a shorter time tells of all.`}
              </p>
              <dl className="grid grid-cols-2 gap-2 md:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">
                <Figure name="Traces">{found.all.count.toLocaleString()}</Figure>
                <Figure name="Failed">{percent(found.all.failed / found.all.count)}</Figure>
                <ActivePartners projectId={projectId} query={asked.toString()} />
                <Figure name="Average time">{millis(found.all.latency.meanMs)}</Figure>
                <Figure name="Median time">{millis(found.all.latency.p50Ms)}</Figure>
                <Figure name="95 of 100 within">{millis(found.all.latency.p95Ms)}</Figure>
              </dl>
              <div className="mt-3 grid gap-3 xl:grid-cols-2">
                <OverTime projectId={projectId} found={found} hourly={hourly} />
                <Block title="Failure patterns">
                  <FailurePatterns {...shared} times={wholeTimes(found, times.to)} />
                </Block>
                <div className="flex min-w-0 flex-col gap-3">
                  <Block title="Endpoints">
                    <Endpoints
                      projectId={projectId}
                      found={found}
                      times={wholeTimes(found, times.to)}
                    />
                  </Block>
                  {!UNCOUNTED.some((name) => asked.has(name)) && (
                    <Block title="Kinds of error">
                      <ErrorKinds
                        projectId={projectId}
                        query={query}
                        times={wholeTimes(found, times.to)}
                        all={found.all.count}
                      />
                    </Block>
                  )}
                  <Block title="Hours of the week">
                    <HeatMap heat={found.heat} />
                  </Block>
                </div>
              </div>
            </>
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

/** How many endpoints are listed. */
const ENDPOINTS = 20;

type EndpointsProps = Omit<Props, "query"> & { found: TraceAnalytics };

/** How often each endpoint was called and failed, those that failed most often first. */
function Endpoints({ projectId, found, times }: EndpointsProps) {
  const nameOf = useOperationName(projectId);
  const worst = [...found.operations].sort((a, b) => b.failed - a.failed || b.count - a.count);
  const listOf = (operation: string) => new URLSearchParams({ operation, ...times });
  return (
    <Table
      columns={["Endpoint", "Traces", "Failed", "p95"]}
      rows={worst.slice(0, ENDPOINTS).map((of) => [
        of.operationId ? (
          <NavLink
            key="name"
            className="break-all text-link"
            to={`/projects/${projectId}/traces?${listOf(of.operationId)}`}
          >
            {nameOf(of.operationId)}
          </NavLink>
        ) : (
          "no endpoint"
        ),
        of.count.toLocaleString(),
        `${of.failed.toLocaleString()} (${percent(of.failed / of.count)})`,
        millis(of.latency.p95Ms),
      ])}
    />
  );
}
