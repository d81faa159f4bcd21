import type { TraceDetail } from "@/api/types";
import { BodyPanel } from "@/ui/body/body-panel";
import { HeaderTable } from "@/ui/exchange";

/** The request as it went out: variables filled in, everything that was added; secrets are masked. */
export function SentView({ trace }: { trace: TraceDetail }) {
  const { request } = trace;
  return (
    <div className="flex h-full flex-col">
      <p className="p-3 font-mono text-xs break-all">
        <strong>{trace.method}</strong> {trace.url}
      </p>
      <HeaderTable label="Request headers as sent" headers={request.headers} />
      {request.body && request.body.bytes > 0 && (
        <div className="min-h-40 flex-1">
          <BodyPanel body={request.body} />
        </div>
      )}
    </div>
  );
}
