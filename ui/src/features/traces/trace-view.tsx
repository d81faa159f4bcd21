import { lazy, Suspense, useState } from "react";
import { useTrace } from "@/api/queries/traces";
import type { TraceDetail } from "@/api/types";
import { BackButton } from "@/ui/back-button";
import { BodyPanel } from "@/ui/body/body-panel";
import { BodyView, HeaderTable } from "@/ui/exchange";
import { isSocketUrl } from "@/ui/socket/messages";
import { Transcript } from "@/ui/socket/transcript";
import { Loaded, Skeleton } from "@/ui/states";
import { type Tab, Tabs } from "@/ui/tabs";
import { Timeline } from "@/ui/timeline";
import { Comparison } from "./comparison";
import { Explanation } from "./explanation";
import { TraceHead } from "./trace-head";

const BodyPreview = lazy(() => import("@/ui/body/body-preview"));

interface Props {
  projectId: string;
  traceId: string;
  back: () => void;
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
      <BackButton onClick={back}>All traces</BackButton>
      <Loaded query={trace}>{(found) => <Detail key={found.id} {...props} trace={found} />}</Loaded>
    </>
  );
}

function Detail(props: Props & { trace: TraceDetail }) {
  const { projectId, trace } = props;
  const [tab, setTab] = useState(trace.errorCategory ? "explain" : "response");
  const isSocket = isSocketUrl(trace.url) && trace.status === 101;
  const address = `/projects/${projectId}/traces/${trace.id}/body`;
  const preview: Tab = {
    id: "preview",
    label: "Preview",
    content: (
      <Suspense fallback={<Skeleton rows={4} />}>
        <BodyPreview body={trace.response?.body} address={address} />
      </Suspense>
    ),
  };
  return (
    <div className="flex flex-1 flex-col">
      <TraceHead {...props} />
      {/* However low the window is, some of it is in sight. */}
      <div className="flex min-h-80 flex-1 flex-col">
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
                <BodyPanel body={trace.response?.body} address={address} />
              ),
            },
            ...(isSocket || !trace.response?.body ? [] : [preview]),
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
            {
              id: "timing",
              label: "Timeline",
              content: <Timeline timing={trace.timing} fault={trace.fault} />,
            },
          ]}
        />
      </div>
    </div>
  );
}
