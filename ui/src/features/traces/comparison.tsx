import { useTraceComparison } from "@/api/trace-queries";
import type { TraceComparison } from "@/api/types";
import { dateTime, millis, plural } from "@/lib/format";
import { BackButton } from "@/ui/back-button";
import { MethodBadge, StatusBadge } from "@/ui/badge";
import { Loaded } from "@/ui/states";

interface Props {
  projectId: string;
  left: string;
  right: string;
  back: () => void;
}

const NAMES: Record<TraceComparison["differences"][number]["part"], string> = {
  method: "Method",
  url: "URL",
  requestHeader: "Request header",
  requestBody: "Request body",
  status: "Status",
  responseHeader: "Response header",
  responseBody: "Response body",
  violation: "Contract",
};

/** Two exchanges side by side: only where they differ. */
export function Comparison({ projectId, left, right, back }: Props) {
  const query = useTraceComparison(projectId, left, right);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto p-3">
      <BackButton onClick={back}>The trace</BackButton>
      <Loaded query={query}>
        {(found) => (
          <>
            <h3 className="mt-2">
              {plural(found.differences.length, "difference")}
              {found.truncated && " and more"}
            </h3>
            <table className="mt-2 w-full table-fixed border-collapse">
              <thead>
                <tr className="border-b border-line text-left align-top">
                  <th scope="col" className="w-1/4 py-2 pr-2">
                    Where
                  </th>
                  <Head trace={found.left} />
                  <Head trace={found.right} />
                </tr>
              </thead>
              <tbody>
                {found.differences.map((difference) => (
                  <tr
                    key={`${difference.part}${difference.at}${JSON.stringify(difference.left)}`}
                    className="border-b border-line align-top"
                  >
                    <th scope="row" className="py-2 pr-2 text-left font-normal break-words">
                      {NAMES[difference.part]}
                      <code className="block break-all text-subtle">{difference.at}</code>
                    </th>
                    <Side value={difference.left} />
                    <Side value={difference.right} />
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Head({ trace }: { trace: TraceComparison["left"] }) {
  return (
    <th scope="col" className="py-2 pr-2 font-normal">
      <MethodBadge method={trace.method} inline /> <StatusBadge status={trace.status} />
      <span className="block text-muted">
        {dateTime(trace.startedAt)}, {millis(trace.durationMs)}
      </span>
    </th>
  );
}

function Side({ value }: { value: unknown }) {
  return (
    <td className="py-2 pr-2">
      {value === undefined ? (
        <span className="text-muted">not there</span>
      ) : (
        <code className="break-all whitespace-pre-wrap">
          {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
        </code>
      )}
    </td>
  );
}
