import { useEnvironmentName, usePartnerName } from "@/api/names";
import type { TraceDetail } from "@/api/types";
import { useGo } from "@/lib/address";
import { copy } from "@/lib/copy";
import { millis, moment } from "@/lib/format";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { VerdictView } from "@/ui/exchange";
import { NavLink } from "@/ui/nav-link";
import { isSocketUrl } from "@/ui/socket/messages";
import { curlOf, MASKED } from "./curl";

interface Props {
  projectId: string;
  trace: TraceDetail;
  /** The trace that was marked to be compared with another. */
  marked: string | undefined;
  onMark: (trace: string) => void;
  onCompare: (other: string) => void;
}

/** What an exchange was, how it ended, and what can be done with it. */
export function TraceHead({ projectId, trace, marked, onMark, onCompare }: Props) {
  const go = useGo();
  const partnerOf = usePartnerName(projectId);
  const environmentOf = useEnvironmentName(projectId);
  const command = curlOf(trace);
  const isMasked = command.includes(MASKED);
  return (
    <header className="flex flex-col gap-2 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <MethodBadge method={isSocketUrl(trace.url) ? "WS" : trace.method} inline />
        <code className="min-w-0 break-all">{trace.url}</code>
      </div>
      <div className="flex flex-wrap items-center gap-2 text-muted">
        <StatusBadge status={trace.status} />
        <span>{trace.response?.statusText}</span>
        <span>{millis(trace.durationMs)}</span>
        <time dateTime={trace.startedAt} title={trace.startedAt}>
          {moment(trace.startedAt)}
        </time>
        <span>from {trace.source}</span>
        {trace.environmentId && <span>to {environmentOf(trace.environmentId)}</span>}
        {trace.partnerId && (
          <span>
            of{" "}
            <NavLink
              className="text-link"
              to={`/projects/${projectId}/traces?partner=${trace.partnerId}`}
            >
              {partnerOf(trace.partnerId)}
            </NavLink>
          </span>
        )}
        {trace.runId && (
          <NavLink className="text-link" to={`/projects/${projectId}/traces?run=${trace.runId}`}>
            sent with others
          </NavLink>
        )}
        {trace.errorCategory && (
          <Badge tone="err">{trace.errorCategory.toLowerCase().replace("_", " ")}</Badge>
        )}
      </div>
      {trace.error && (
        <p role="alert" className="text-error">
          {trace.error.message}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() =>
            go(
              `/projects/${projectId}/playground?operation=${trace.operationId ?? ""}&trace=${trace.id}`,
            )
          }
        >
          Open in playground
        </Button>
        <Button
          onClick={() => copy(command, isMasked ? "Command with its secrets masked" : "Command")}
        >
          Copy as cURL
        </Button>
        {trace.operationId && (
          <NavLink
            to={`/projects/${projectId}/spec?operation=${trace.operationId}`}
            className="btn no-underline"
          >
            Description
          </NavLink>
        )}
        {marked && marked !== trace.id ? (
          <Button onClick={() => onCompare(marked)}>Compare with the marked one</Button>
        ) : (
          <Button disabled={marked === trace.id} onClick={() => onMark(trace.id)}>
            {marked === trace.id ? "Marked: now choose another" : "Mark to compare"}
          </Button>
        )}
        <Button look="ghost" onClick={() => copy(trace.id, "Trace id")}>
          Copy id
        </Button>
      </div>
      {trace.operationId === null && trace.requestReport.valid ? (
        <p className="text-muted">Matches no operation: not checked.</p>
      ) : (
        <>
          <VerdictView of="request" verdict={trace.requestReport} />
          <VerdictView of="response" verdict={trace.responseReport} />
        </>
      )}
    </header>
  );
}
