import { useTraceComparison } from "@/api/queries/traces";
import type { TraceComparison as Compared } from "@/api/types";
import { dateTime, millis, plural } from "@/lib/format";
import { MethodBadge, StatusBadge } from "./badge";
import { DifferenceTable } from "./difference-table";
import { Loaded } from "./states";

const NAMES: Record<Compared["differences"][number]["part"], string> = {
  method: "Method",
  url: "URL",
  requestHeader: "Request header",
  requestBody: "Request body",
  status: "Status",
  responseHeader: "Response header",
  responseBody: "Response body",
  violation: "Contract",
};

interface Props {
  projectId: string;
  left: string;
  right: string;
}

/** Two kept exchanges side by side: only where they differ. */
export function TraceComparison({ projectId, left, right }: Props) {
  const query = useTraceComparison(projectId, left, right);
  return (
    <Loaded query={query}>
      {(found) => (
        <>
          <h3 className="mt-2">
            {plural(found.differences.length, "difference")}
            {found.truncated && " and more"}
          </h3>
          <DifferenceTable
            label="Differences"
            left={<Head trace={found.left} />}
            right={<Head trace={found.right} />}
            rows={found.differences.map((d) => ({ ...d, part: NAMES[d.part] }))}
          />
        </>
      )}
    </Loaded>
  );
}

const Head = ({ trace }: { trace: Compared["left"] }) => (
  <>
    <MethodBadge method={trace.method} inline /> <StatusBadge status={trace.status} />
    <span className="block text-muted">
      {dateTime(trace.startedAt)}, {millis(trace.durationMs)}
    </span>
  </>
);
