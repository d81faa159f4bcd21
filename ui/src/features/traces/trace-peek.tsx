import { useTrace } from "@/api/queries/traces";
import type { Trace } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { millis, moment } from "@/lib/format";
import { MethodBadge, StatusBadge } from "@/ui/badge";
import { BodyView, VerdictView } from "@/ui/exchange";
import { Loaded } from "@/ui/states";

/** An exchange at a glance. */
export function TracePeek({ trace }: { trace: Trace }) {
  const detail = useTrace(useProjectId(), trace.id);
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-muted">
        <MethodBadge method={trace.method} inline />
        <StatusBadge status={trace.status} />
        <span>{millis(trace.durationMs)}</span>
        <span>{moment(trace.startedAt)}</span>
      </p>
      <Loaded query={detail} rows={4}>
        {(found) => (
          <>
            <div className="mt-2 flex flex-col gap-1">
              <VerdictView of="request" verdict={found.requestReport} />
              <VerdictView of="response" verdict={found.responseReport} />
            </div>
            <div className="mt-2 rounded-md bg-sunken">
              <BodyView body={found.response?.body} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
