import { useState } from "react";
import type { TraceDetail } from "@/api/types";
import { bytes, millis } from "@/lib/format";
import { StatusBadge } from "@/ui/badge";
import { BodyView, HeaderTable, VerdictView } from "@/ui/exchange";
import { NavLink } from "@/ui/nav-link";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";

interface Props {
  projectId: string;
  trace: TraceDetail | undefined;
  sending: boolean;
}

/** What came back, and whether it keeps the contract. */
export function ResponseView({ projectId, trace, sending }: Props) {
  const [tab, setTab] = useState("pretty");
  if (!trace)
    return (
      <EmptyState>{sending ? "Sending…" : "Send the request to see the answer here."}</EmptyState>
    );
  return (
    <div
      className={`flex min-h-0 flex-1 flex-col ${sending ? "opacity-60" : ""}`}
      aria-busy={sending}
    >
      <div className="flex flex-col gap-1 p-3" aria-live="polite">
        <div className="flex flex-wrap items-center gap-2">
          <StatusBadge status={trace.status} />
          <span>{trace.response?.statusText}</span>
          <span className="text-muted">{millis(trace.durationMs)}</span>
          {trace.response?.body && (
            <span className="text-muted">{bytes(trace.response.body.bytes)}</span>
          )}
          <NavLink to={`/projects/${projectId}/traces/${trace.id}`} className="ml-auto">
            See the trace
          </NavLink>
        </div>
        {trace.error ? (
          <p role="alert" className="text-error">
            {trace.error.message}
          </p>
        ) : (
          <VerdictView of="response" verdict={trace.responseReport} />
        )}
      </div>
      {trace.response && (
        <Tabs
          label="Parts of the response"
          value={tab}
          onChange={setTab}
          tabs={[
            { id: "pretty", label: "Pretty", content: <BodyView body={trace.response.body} /> },
            { id: "raw", label: "Raw", content: <BodyView body={trace.response.body} raw /> },
            {
              id: "headers",
              label: `Headers ${trace.response.headers.length}`,
              content: <HeaderTable label="Response headers" headers={trace.response.headers} />,
            },
          ]}
        />
      )}
    </div>
  );
}
