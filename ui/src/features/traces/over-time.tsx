import type { TraceAnalytics } from "@/api/types";
import { dateTime, millis } from "@/lib/format";
import { Bars, Lines } from "@/ui/charts";
import { Block, Table } from "@/ui/figures";

interface Props {
  found: TraceAnalytics;
  hourly: boolean;
}

/** How many traces there were, and how long they took. */
export function OverTime({ found, hourly }: Props) {
  const { all, series } = found;
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
    </>
  );
}
