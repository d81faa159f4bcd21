import type { Trace } from "@/api/types";
import { clock, millis } from "@/lib/format";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";
import { RowList } from "@/ui/row-list";
import { TracePeek } from "./trace-peek";

interface Props {
  rows: Trace[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  /** Whether J and K choose what they come to. */
  follow: boolean;
  onEnd: () => void;
  partnerOf: (id: string) => string;
}

/** Traces, newest first. */
export function TraceList({ rows, chosen, onChoose, follow, onEnd, partnerOf }: Props) {
  return (
    <RowList
      label="Traces"
      rows={rows}
      chosen={rows.findIndex((r) => r.id === chosen)}
      onOpen={(trace) => onChoose(trace.id)}
      onMove={follow ? (trace) => onChoose(trace.id) : undefined}
      onEnd={onEnd}
      peek={(trace) => ({ title: trace.path, content: <TracePeek trace={trace} /> })}
    >
      {(trace) => (
        <>
          <span className="hidden w-16 shrink-0 text-muted sm:inline">
            {clock(trace.startedAt)}
          </span>
          <MethodBadge method={trace.method} />
          <span className="truncate-line min-w-0 flex-1 font-mono text-xs">{trace.path}</span>
          {(!trace.requestValid || trace.responseValid === false) && (
            <Badge tone="err">contract</Badge>
          )}
          <StatusBadge status={trace.status} />
          <span className="truncate-line hidden w-24 shrink-0 text-muted 2xl:inline">
            {trace.partnerId ? partnerOf(trace.partnerId) : trace.source}
          </span>
          <span className="w-16 shrink-0 text-right text-muted">{millis(trace.durationMs)}</span>
        </>
      )}
    </RowList>
  );
}
