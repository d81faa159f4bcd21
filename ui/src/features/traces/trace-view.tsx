import { useState } from "react";
import { useTrace } from "@/api/queries";
import type { TraceDetail } from "@/api/types";
import { useGo } from "@/lib/address";
import { copy } from "@/lib/copy";
import { dateTime, millis } from "@/lib/format";
import { BackButton } from "@/ui/back-button";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { BodyView, HeaderTable, VerdictView } from "@/ui/exchange";
import { NavLink } from "@/ui/nav-link";
import { isSocketUrl } from "@/ui/socket/messages";
import { Transcript } from "@/ui/socket/transcript";
import { Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Timeline } from "@/ui/timeline";
import { Comparison } from "./comparison";
import { curlOf } from "./curl";
import { Explanation } from "./explanation";

interface Props {
  projectId: string;
  traceId: string;
  back?: () => void;
  /** The trace that this one is compared with. */
  comparedWith: string | undefined;
  /** The trace that was marked to be compared with another. */
  marked: string | undefined;
  onMark: (trace: string) => void;
  onCompare: (other: string) => void;
}

/** One exchange, whole. */
export function TraceView(props: Props) {
  const { projectId, traceId, back, comparedWith, onCompare } = props;
  const trace = useTrace(projectId, traceId);
  if (comparedWith)
    return (
      <Comparison
        projectId={projectId}
        left={comparedWith}
        right={traceId}
        back={() => onCompare("")}
      />
    );
  return (
    <>
      {back && <BackButton onClick={back}>All traces</BackButton>}
      <Loaded query={trace}>{(found) => <Detail key={found.id} {...props} trace={found} />}</Loaded>
    </>
  );
}

function Detail(props: Props & { trace: TraceDetail }) {
  const { projectId, trace, marked, onMark, onCompare } = props;
  const [tab, setTab] = useState(trace.errorCategory ? "explain" : "response");
  const go = useGo();
  const isSocket = isSocketUrl(trace.url) && trace.status === 101;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-col gap-2 p-3">
        <div className="flex flex-wrap items-center gap-2">
          <MethodBadge method={isSocketUrl(trace.url) ? "WS" : trace.method} inline />
          <code className="min-w-0 break-all">{trace.url}</code>
        </div>
        <div className="flex flex-wrap items-center gap-2 text-muted">
          <StatusBadge status={trace.status} />
          <span>{trace.response?.statusText}</span>
          <span>{millis(trace.durationMs)}</span>
          <span>{dateTime(trace.startedAt)}</span>
          <span>from {trace.source}</span>
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
          <Button onClick={() => copy(curlOf(trace), "Command")}>Copy as cURL</Button>
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
      <Tabs
        label="Parts of the exchange"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "explain",
            label: "Explain",
            content: <Explanation projectId={projectId} trace={trace} />,
          },
          {
            id: "response",
            label: isSocket ? "Messages" : "Response",
            content: isSocket ? (
              <Transcript trace={trace} />
            ) : (
              <BodyView body={trace.response?.body} />
            ),
          },
          {
            id: "response-headers",
            label: "Response headers",
            content: (
              <HeaderTable label="Response headers" headers={trace.response?.headers ?? []} />
            ),
          },
          { id: "request", label: "Request", content: <BodyView body={trace.request.body} /> },
          {
            id: "request-headers",
            label: "Request headers",
            content: <HeaderTable label="Request headers" headers={trace.request.headers} />,
          },
          { id: "timing", label: "Timeline", content: <Timeline timing={trace.timing} /> },
        ]}
      />
    </div>
  );
}
