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
import { Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { curlOf } from "./curl";

interface Props {
  projectId: string;
  traceId: string;
  back?: () => void;
}

/** One exchange, whole. */
export function TraceView({ projectId, traceId, back }: Props) {
  const trace = useTrace(projectId, traceId);
  return (
    <>
      {back && <BackButton onClick={back}>All traces</BackButton>}
      <Loaded query={trace}>{(found) => <Detail projectId={projectId} trace={found} />}</Loaded>
    </>
  );
}

function Detail({ projectId, trace }: { projectId: string; trace: TraceDetail }) {
  const [tab, setTab] = useState("response");
  const go = useGo();
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-col gap-2 p-3">
        <div className="flex flex-wrap items-center gap-2">
          <MethodBadge method={trace.method} inline />
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
          {trace.operationId && (
            <Button
              onClick={() =>
                go(
                  `/projects/${projectId}/playground?operation=${trace.operationId}&trace=${trace.id}`,
                )
              }
            >
              Open in playground
            </Button>
          )}
          <Button onClick={() => copy(curlOf(trace), "Command")}>Copy as cURL</Button>
        </div>
        <VerdictView of="request" verdict={trace.requestReport} />
        <VerdictView of="response" verdict={trace.responseReport} />
      </header>
      <Tabs
        label="Parts of the exchange"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "response",
            label: "Response",
            content: <BodyView body={trace.response?.body} />,
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
          { id: "timing", label: "Timing", content: <Timing timing={trace.timing} /> },
        ]}
      />
    </div>
  );
}

const PARTS = [
  ["dnsMs", "Finding the address"],
  ["connectMs", "Connecting"],
  ["tlsMs", "Agreeing on encryption"],
  ["firstByteMs", "Until the first byte"],
  ["totalMs", "In all"],
] as const;

function Timing({ timing }: { timing: TraceDetail["timing"] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-3">
      {PARTS.map(([part, label]) => {
        const value = timing[part];
        return value == null ? null : (
          <div key={part} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd>{millis(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
