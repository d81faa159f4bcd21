import type { Trace } from "@/api/types";
import { millis, when } from "@/lib/format";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";
import { RowList } from "@/ui/row-list";
import { SortBy } from "./order";
import { TracePeek } from "./trace-peek";

interface Props {
  rows: Trace[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
  /** Whether J and K choose what they come to. */
  follow: boolean;
  onEnd: () => void;
  partnerOf: (id: string) => string;
  environmentOf: (id: string) => string;
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

/** Columns that a narrow list has no room for, and how wide each is. */
const WIDE = "truncate-line hidden shrink-0 text-muted @3xl:inline";
const TIME = "hidden w-29 shrink-0 whitespace-nowrap text-muted @md:inline";
const METHOD = "min-w-14 shrink-0";
const STATUS = "flex shrink-0 @3xl:w-24";
const DURATION = "w-16 shrink-0 text-right text-muted";

/** Traces, in the order that was asked for. What a column holds is said above it where there is room. */
export function TraceList(props: Props) {
  const { rows, chosen, onChoose, follow, onEnd, partnerOf, environmentOf } = props;
  const order = { filters: props.filters, onChange: props.onChange };
  return (
    // However low the window is, some rows are in sight.
    <div className="@container flex min-h-60 flex-1 flex-col">
      <div className="hidden items-center gap-2 border-b border-line px-3 py-1 text-xs text-muted @3xl:flex">
        <span className={TIME}>
          <SortBy name="Time" by="started" {...order} />
        </span>
        <span className={METHOD}>Method</span>
        <span className="min-w-0 flex-1">Path</span>
        <span className={STATUS}>
          <SortBy name="Status" by="status" {...order} />
        </span>
        <span className={`w-32 ${WIDE}`}>Partner</span>
        <span className={`w-28 ${WIDE}`}>Environment</span>
        <span className={`w-20 ${WIDE}`}>Source</span>
        <span className={DURATION}>
          <SortBy name="Took" by="duration" {...order} />
        </span>
      </div>
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
            <span className={TIME}>{when(trace.startedAt)}</span>
            <MethodBadge method={trace.method} />
            <span className="truncate-line min-w-0 flex-1 font-mono text-xs">{trace.path}</span>
            {(!trace.requestValid || trace.responseValid === false) && (
              <Badge tone="err">
                <span className="sr-only @md:not-sr-only">contract</span>
              </Badge>
            )}
            <span className={STATUS}>
              <StatusBadge status={trace.status} />
            </span>
            <span className={`w-32 ${WIDE}`}>{trace.partnerId && partnerOf(trace.partnerId)}</span>
            <span className={`w-28 ${WIDE}`}>
              {trace.environmentId ? environmentOf(trace.environmentId) : trace.mockId && "Mock"}
            </span>
            <span className={`w-20 ${WIDE}`}>{trace.source}</span>
            <span className={DURATION}>{millis(trace.durationMs)}</span>
          </>
        )}
      </RowList>
    </div>
  );
}
