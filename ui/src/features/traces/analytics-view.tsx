import { useOperations } from "@/api/queries";
import { useTraceAnalytics } from "@/api/trace-queries";
import type { TraceAnalytics } from "@/api/types";
import { dateTime, millis, percent } from "@/lib/format";
import { Badge, type Tone } from "@/ui/badge";
import { NavLink } from "@/ui/nav-link";
import { EmptyState, Loaded } from "@/ui/states";
import { Bars, Lines } from "./charts";
import { Block, Figure, Table } from "./figures";
import { HeatMap } from "./heat-map";
import { Errors } from "./top-errors";

interface Props {
  projectId: string;
  /** The filters as the query of the API. */
  query: string;
  period: string | undefined;
}

/** What the traces say together: over time, by endpoint, by error, by partner. */
export function AnalyticsView({ projectId, query, period }: Props) {
  const hourly = period === "1h" || period === "24h";
  const asked = new URLSearchParams(query);
  asked.set("interval", hourly ? "hour" : "day");
  asked.set("offset", String(-new Date().getTimezoneOffset()));
  const figures = useTraceAnalytics(projectId, asked.toString());
  return (
    <div className="min-h-0 flex-1 overflow-auto p-3">
      <Loaded query={figures}>
        {(found) =>
          found.all.count === 0 ? (
            <EmptyState>No traces in this time. Choose a longer one, or send a request.</EmptyState>
          ) : (
            <Found projectId={projectId} found={found} hourly={hourly} />
          )
        }
      </Loaded>
    </div>
  );
}

const STATES: Record<string, Tone> = { active: "ok", idle: "warn", stuck: "err" };

function Found(props: { projectId: string; found: TraceAnalytics; hourly: boolean }) {
  const { projectId, found, hourly } = props;
  const operations = useOperations(projectId).data;
  const nameOf = (id: string | null) => {
    const known = operations?.find((operation) => operation.id === id);
    return known ? `${known.method} ${known.path}` : (id ?? "no endpoint");
  };
  const { all, series } = found;
  const label = (start: string) =>
    hourly ? dateTime(start) : new Date(start).toLocaleDateString(undefined, { timeZone: "UTC" });
  const latency = (pick: (of: typeof all.latency) => number) =>
    series.map((point) => pick(point.latency));
  const active = found.partners.filter((partner) => partner.state === "active").length;
  return (
    <>
      <dl className="grid grid-cols-2 gap-2 md:grid-cols-4">
        <Figure name="Traces">{all.count.toLocaleString()}</Figure>
        <Figure name="Failed">{percent(all.failed / all.count)}</Figure>
        <Figure name="Median time">{millis(all.latency.p50Ms)}</Figure>
        <Figure name="Active partners">{active}</Figure>
      </dl>
      <div className="mt-3 grid gap-3 xl:grid-cols-2">
        <Block title={hourly ? "Traces per hour" : "Traces per day (UTC)"}>
          <Bars
            bars={series.map((point) => ({
              label: label(point.start),
              count: point.count,
              failed: point.failed,
            }))}
          />
          <p className="mt-1 text-muted">
            <span className="text-error">■</span> failed <span className="text-primary">■</span> the
            others
          </p>
          <Table
            folded="As a table"
            columns={["From", "Traces", "Failed", "p50", "p95", "p99"]}
            rows={series
              .filter((point) => point.count > 0)
              .map((point) => [
                label(point.start),
                point.count,
                point.failed,
                millis(point.latency.p50Ms),
                millis(point.latency.p95Ms),
                millis(point.latency.p99Ms),
              ])}
          />
        </Block>
        <Block title="How long they took">
          <Lines
            lines={[
              { name: "p99", color: "var(--error)", values: latency((of) => of.p99Ms) },
              { name: "p95", color: "var(--warning)", values: latency((of) => of.p95Ms) },
              { name: "p50", color: "var(--primary)", values: latency((of) => of.p50Ms) },
            ]}
          />
          <p className="mt-1 text-muted">
            <span className="text-error">━</span> p99 <span className="text-warning">━</span> p95{" "}
            <span className="text-primary">━</span> p50
          </p>
          <Table
            columns={["", "p50", "p90", "p95", "p99", "mean"]}
            rows={[
              [
                "All",
                millis(all.latency.p50Ms),
                millis(all.latency.p90Ms),
                millis(all.latency.p95Ms),
                millis(all.latency.p99Ms),
                millis(all.latency.meanMs),
              ],
            ]}
          />
        </Block>
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
        <Errors projectId={projectId} patterns={found.patterns} nameOf={nameOf} />
        <Block title="Hours of the week">
          <HeatMap heat={found.heat} />
        </Block>
        {found.partners.length > 0 && (
          <Block title="Partners">
            <Table
              columns={["Partner", "State", "Traces", "Went well", "Last"]}
              rows={found.partners.map((partner) => [
                <NavLink
                  key="name"
                  className="break-all text-link"
                  to={`/projects/${projectId}/traces?partner=${partner.partnerId}`}
                >
                  {partner.partnerId}
                </NavLink>,
                <Badge key="state" tone={STATES[partner.state] ?? "neutral"}>
                  {partner.state}
                </Badge>,
                partner.count.toLocaleString(),
                percent(1 - partner.failed / partner.count),
                dateTime(partner.lastAt),
              ])}
            />
          </Block>
        )}
      </div>
    </>
  );
}
