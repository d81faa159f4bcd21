import { lazy, Suspense, useState } from "react";
import type { Coming } from "@/api/exchange";
import type { TraceDetail } from "@/api/types";
import { bytes, millis } from "@/lib/format";
import { StatusBadge } from "@/ui/badge";
import { BodyPanel } from "@/ui/body/body-panel";
import { Button } from "@/ui/button";
import { HeaderTable, VerdictView } from "@/ui/exchange";
import { NavLink } from "@/ui/nav-link";
import { EmptyState, Skeleton } from "@/ui/states";
import { type Tab, Tabs } from "@/ui/tabs";
import { Timeline } from "@/ui/timeline";
import { Arriving } from "./arriving";
import { SentView } from "./sent-view";
import { TimingBar } from "./timing-bar";

const CompareDialog = lazy(() => import("./compare-dialog"));
const BodyPreview = lazy(() => import("@/ui/body/body-preview"));

interface Props {
  projectId: string;
  trace: TraceDetail | undefined;
  sending: boolean;
  /** What has come of the answer that is awaited. */
  coming?: Coming;
}

/** What came back, and whether it keeps the contract. */
export function ResponseView({ projectId, trace, sending, coming }: Props) {
  const [tab, setTab] = useState("pretty");
  const [comparing, setComparing] = useState(false);
  if (coming?.status != null) return <Arriving coming={coming} />;
  if (!trace)
    return (
      <EmptyState>{sending ? "Sending…" : "Send the request to see the answer here."}</EmptyState>
    );
  const address = `/projects/${projectId}/traces/${trace.id}/body`;
  return (
    <div
      className={`flex min-h-0 flex-1 flex-col ${sending ? "opacity-60" : ""}`}
      aria-busy={sending}
    >
      <div className="flex flex-col gap-1 p-3" aria-live="polite">
        <div className="flex flex-wrap items-center gap-2">
          <StatusBadge status={trace.status} />
          <span>{trace.response?.statusText}</span>
          <button
            type="button"
            title="Where the time went"
            className="flex items-center gap-2 text-muted hover:text-fg"
            onClick={() => setTab("timing")}
          >
            {millis(trace.durationMs)}
            <TimingBar timing={trace.timing} />
          </button>
          {trace.response?.body && (
            <span className="text-muted">{bytes(trace.response.body.bytes)}</span>
          )}
          <Button look="ghost" className="ml-auto" onClick={() => setComparing(true)}>
            Compare with…
          </Button>
          <NavLink to={`/projects/${projectId}/traces/${trace.id}`}>See the trace</NavLink>
        </div>
        {trace.error ? (
          <p role="alert" className="text-error">
            {trace.error.message}
          </p>
        ) : trace.operationId === null ? (
          <p className="text-muted">Matches no operation: not checked.</p>
        ) : (
          <VerdictView of="response" verdict={trace.responseReport} />
        )}
      </div>
      {comparing && (
        <Suspense>
          <CompareDialog projectId={projectId} trace={trace} onClose={() => setComparing(false)} />
        </Suspense>
      )}
      <Tabs
        label="Parts of the response"
        value={trace.response ? tab : "sent"}
        onChange={setTab}
        tabs={[
          ...(trace.response ? partsOf(trace, trace.response, address) : []),
          { id: "sent", label: "Sent", content: <SentView trace={trace} /> },
        ]}
      />
    </div>
  );
}

/** What there is of an answer, each in a tab. */
function partsOf(
  trace: TraceDetail,
  response: NonNullable<TraceDetail["response"]>,
  address: string,
): Tab[] {
  return [
    {
      id: "pretty",
      label: "Pretty",
      content: <BodyPanel body={response.body} address={address} />,
    },
    { id: "raw", label: "Raw", content: <BodyPanel body={response.body} address={address} raw /> },
    {
      id: "preview",
      label: "Preview",
      content: (
        <Suspense fallback={<Skeleton rows={4} />}>
          <BodyPreview key={trace.id} body={response.body} address={address} />
        </Suspense>
      ),
    },
    {
      id: "headers",
      label: `Headers ${response.headers.length}`,
      content: <HeaderTable label="Response headers" headers={response.headers} />,
    },
    { id: "timing", label: "Timing", content: <Timeline timing={trace.timing} /> },
  ];
}
