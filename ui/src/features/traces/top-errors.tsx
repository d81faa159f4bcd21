import type { TraceAnalytics } from "@/api/types";
import { NavLink } from "@/ui/nav-link";
import { Lines } from "./charts";
import { Block, Table } from "./figures";

interface Props {
  projectId: string;
  patterns: TraceAnalytics["patterns"];
  nameOf: (operation: string | null) => string;
}

/** Failures that are alike, the most frequent first, each over time. */
export function Errors({ projectId, patterns, nameOf }: Props) {
  return (
    <Block title="Top errors">
      {patterns.length === 0 ? (
        <p className="mt-2 text-muted">None in this time.</p>
      ) : (
        <Table
          columns={["Error", "Endpoint", "Times", "Partners", "Over time"]}
          rows={patterns.slice(0, 10).map((pattern) => {
            const filter = new URLSearchParams({ errors: "true" });
            if (pattern.operationId) filter.set("operation", pattern.operationId);
            if (pattern.status) filter.set("status", String(pattern.status));
            return [
              <NavLink
                key="error"
                className="text-link"
                to={`/projects/${projectId}/traces?${filter}`}
              >
                {pattern.status ?? "no answer"}{" "}
                {(pattern.category ?? "contract").toLowerCase().replace("_", " ")}
              </NavLink>,
              <span key="endpoint" className="break-all">
                {nameOf(pattern.operationId)}
              </span>,
              pattern.count.toLocaleString(),
              pattern.partners,
              <div key="series" className="h-8 w-24 overflow-hidden [&>svg]:mt-0 [&>svg]:h-8">
                <Lines
                  lines={[{ name: "failed", color: "var(--error)", values: pattern.series }]}
                />
              </div>,
            ];
          })}
        />
      )}
    </Block>
  );
}
