import type { TraceAnalytics } from "@/api/types";
import { useGo } from "@/lib/address";
import { dateTime, millis } from "@/lib/format";
import { Bars, Lines } from "@/ui/charts";
import { Block, Table } from "@/ui/figures";
import { NavLink } from "@/ui/nav-link";

interface Props {
  projectId: string;
  found: TraceAnalytics;
  hourly: boolean;
}

/** An hour and a day, in milliseconds. */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How many traces there were, and how long they took. */
export function OverTime({ projectId, found, hourly }: Props) {
  const go = useGo();
  const { all, series } = found;
  /** The traces of one bar. */
  const listOf = (start: string) => {
    const end = new Date(Date.parse(start) + (hourly ? HOUR : DAY)).toISOString();
    return `/projects/${projectId}/traces?${new URLSearchParams({ from: start, to: end })}`;
  };
  const label = (start: string) =>
    hourly ? dateTime(start) : new Date(start).toLocaleDateString(undefined, { timeZone: "UTC" });
  const latency = (pick: (of: typeof all.latency) => number) =>
    series.map((point) => pick(point.latency));
  return (
    <>
      <Block title={hourly ? "Traces per hour" : "Traces per day (UTC)"}>
        <Bars
          bars={series.map((point) => ({
            label: label(point.start),
            count: point.count,
            failed: point.failed,
          }))}
          onChoose={(place) => go(listOf(series[place]?.start ?? ""))}
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
              <NavLink key="start" className="text-link" to={listOf(point.start)}>
                {label(point.start)}
              </NavLink>,
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
          labels={series.map((point) => label(point.start))}
          shown={millis}
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
    </>
  );
}
