import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Eraser, History } from "lucide-react";
import { useMemo, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useEnvironments } from "@/api/queries/environments";
import type { Trace } from "@/api/types";
import { useFilters } from "@/lib/address";
import { clock, dateTime, millis } from "@/lib/format";
import { MethodBadge, StatusBadge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { FilterField } from "@/ui/filter-field";
import { RowList } from "@/ui/row-list";
import { isSocketUrl } from "@/ui/socket/messages";
import { EmptyState, Loaded } from "@/ui/states";
import { isDay, placeOf, rowsByDay } from "./history-rows";
import { beginHistory, useHistoryStart } from "./history-start";

interface Page {
  items: Trace[];
  nextCursor: string | null;
}

const BEFORE = "Show what was sent before";

/** What was sent from the playground, newest first; each opens as a draft with its answer. */
export function HistoryPanel({ projectId, shown }: { projectId: string; shown?: string }) {
  const [, setFilters] = useFilters();
  const [text, setText] = useState("");
  const start = useHistoryStart(projectId);
  const environments = useEnvironments(projectId);
  const sent = useInfiniteQuery({
    queryKey: ["sent", projectId, text, start],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ source: "playground", limit: "100" });
      if (start) query.set("from", start);
      if (text.trim()) query.set("q", text.trim());
      if (pageParam) query.set("cursor", pageParam);
      return api.get<Page>(`/projects/${projectId}/traces?${query}`, signal);
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const rows = useMemo(
    () => rowsByDay(sent.data?.pages.flatMap((page) => page.items) ?? [], new Date()),
    [sent.data],
  );
  const names = new Map(environments.data?.map((e) => [e.id, e.name]));
  const open = (trace: Trace) =>
    setFilters({ operation: trace.operationId ?? "", trace: trace.id, tab: "", saved: "" }, true);
  const showAll = () => beginHistory(projectId, "");
  const clear = () => {
    beginHistory(projectId, new Date().toISOString());
    toast("The history begins anew", {
      description: "What was sent before is among the traces.",
      action: { label: "Undo", onClick: () => beginHistory(projectId, start) },
    });
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex gap-1 p-2">
        <FilterField
          className="min-w-0 flex-1"
          label="Search the history"
          placeholder="Words in the URL and bodies"
          value={text}
          onChange={setText}
        />
        <IconButton label="Clear the history" disabled={rows.length === 0} onClick={clear}>
          <Eraser size={14} aria-hidden />
        </IconButton>
        {start && rows.length > 0 && (
          <IconButton label={BEFORE} onClick={showAll}>
            <History size={14} aria-hidden />
          </IconButton>
        )}
      </div>
      <Loaded query={sent}>
        {() =>
          rows.length === 0 ? (
            <EmptyState action={start && <Button onClick={showAll}>{BEFORE}</Button>}>
              {text.trim()
                ? "Nothing that was sent has these words."
                : start
                  ? "Nothing was sent since the history was cleared."
                  : "Nothing was sent yet. Every request that you send is kept here."}
            </EmptyState>
          ) : (
            <RowList
              label="History"
              height={48}
              rows={rows}
              chosen={rows.findIndex((row) => !isDay(row) && row.id === shown)}
              onOpen={(row) => !isDay(row) && open(row)}
              onEnd={() => sent.hasNextPage && !sent.isFetching && sent.fetchNextPage()}
              isHeading={isDay}
              peek={(row) =>
                isDay(row)
                  ? { title: row.day, content: null }
                  : { title: row.path, content: <HistoryPeek trace={row} /> }
              }
            >
              {(row) =>
                isDay(row) ? (
                  <p className="truncate-line flex h-full items-end px-3 pb-1 text-xs font-medium text-muted">
                    {row.day}
                  </p>
                ) : (
                  <span className="min-w-0 flex-1">
                    <span className="flex items-center gap-2">
                      <MethodBadge method={isSocketUrl(row.url) ? "WS" : row.method} inline />
                      <span
                        className="truncate-line min-w-0 flex-1 font-mono text-xs"
                        title={row.path}
                      >
                        {row.path}
                      </span>
                      <StatusBadge status={row.status} />
                    </span>
                    <span className="flex gap-2 text-xs text-muted">
                      <span className="truncate-line min-w-0 flex-1">{placeOf(row, names)}</span>
                      <span className="shrink-0">{millis(row.durationMs)}</span>
                      <span className="shrink-0">{clock(row.startedAt)}</span>
                    </span>
                  </span>
                )
              }
            </RowList>
          )
        }
      </Loaded>
    </div>
  );
}

const HistoryPeek = ({ trace }: { trace: Trace }) => (
  <div className="flex flex-col gap-2">
    <code className="break-all">{trace.url}</code>
    <p className="text-muted">
      <StatusBadge status={trace.status} /> {millis(trace.durationMs)}, {dateTime(trace.startedAt)}
    </p>
  </div>
);
