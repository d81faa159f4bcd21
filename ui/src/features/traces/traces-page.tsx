import { lazy, Suspense, useMemo, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useEnvironmentName, usePartnerName } from "@/api/names";
import { useTraces } from "@/api/queries/traces";
import { useFilters, useGo, useProjectId, useTraceId } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { SplitPane } from "@/ui/split-pane";
import { ErrorState, Skeleton } from "@/ui/states";
import { FilterBar } from "./filter-bar";
import { CHOOSING, timesOf, toQuery } from "./filters";
import { NoTraces } from "./no-traces";
import { Toolbar } from "./toolbar";
import { TraceList } from "./trace-list";
import { TraceView } from "./trace-view";
import { useLive } from "./use-live";

const AnalyticsView = lazy(() =>
  import("./analytics-view").then((found) => ({ default: found.AnalyticsView })),
);

/** Every kept exchange, and one of them. */
export function TracesPage() {
  const id = useProjectId();
  const traceId = useTraceId();
  const go = useGo();
  const narrow = useNarrow();
  const [filters, setFilters] = useFilters();
  const [asking, setAsking] = useState(false);
  const [marked, setMarked] = useState<string>();
  const query = toQuery(filters);
  const partnerOf = usePartnerName(id);
  const environmentOf = useEnvironmentName(id);
  const traces = useTraces(id, query);
  const rows = useMemo(() => traces.data?.pages.flatMap((p) => p.items) ?? [], [traces.data]);
  const first = traces.data?.pages[0];
  const total = first?.total ?? rows.length;
  const filtered = CHOOSING.some((name) => filters[name]);
  const address = new URLSearchParams(filters).toString();
  const open = (trace: string) =>
    go(`/projects/${id}/traces${trace ? `/${trace}` : ""}${address ? `?${address}` : ""}`);
  const close = () => {
    const row = rows.findIndex((trace) => trace.id === traceId);
    open("");
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus(),
    );
  };
  const clear = () => setFilters(Object.fromEntries(CHOOSING.map((name) => [name, ""])));
  const { live, setLive, hasNew, refresh } = useLive(id);
  const analytics = filters.view === "analytics";
  const list = (
    <>
      <Toolbar
        projectId={id}
        query={query}
        filters={filters}
        onChange={setFilters}
        found={traces.data && { total, isExact: first?.totalIsExact !== false }}
        live={live}
        onLive={setLive}
        onShowNew={hasNew && !live ? refresh : undefined}
        onDelete={() => setAsking(true)}
      />
      <FilterBar projectId={id} filters={filters} onChange={setFilters} />
      {traces.isPending && <Skeleton />}
      {traces.error && !traces.data && (
        <ErrorState error={traces.error} retry={() => traces.refetch()} />
      )}
      {traces.data && rows.length === 0 && (
        <NoTraces projectId={id} onClear={filtered ? clear : undefined} />
      )}
      {rows.length > 0 && (
        <TraceList
          // Another question is another list: it begins at its top.
          key={query}
          rows={rows}
          chosen={traceId}
          onChoose={open}
          // Beside a detail J and K show the next one; without one they only go there.
          follow={!narrow && traceId !== undefined}
          partnerOf={partnerOf}
          environmentOf={environmentOf}
          filters={filters}
          onChange={setFilters}
          onEnd={() => traces.hasNextPage && !traces.isFetchingNextPage && traces.fetchNextPage()}
        />
      )}
    </>
  );
  if (analytics)
    return (
      <section aria-label="Analytics" className="flex min-h-0 min-w-0 flex-1 flex-col">
        <div className="flex flex-wrap items-center gap-2 p-2">
          <h2 className="mr-auto">Analytics</h2>
          <Button look="ghost" onClick={() => setFilters({ view: "" })}>
            List
          </Button>
        </div>
        <FilterBar projectId={id} filters={filters} onChange={setFilters} />
        <Suspense fallback={<Skeleton />}>
          <AnalyticsView projectId={id} query={query} times={timesOf(filters)} />
        </Suspense>
      </section>
    );
  return (
    <>
      <SplitPane
        id="traces"
        initial={560}
        onClose={close}
        listLabel="Traces"
        detailLabel="Trace"
        list={list}
        detail={
          traceId ? (
            <TraceView
              projectId={id}
              traceId={traceId}
              back={close}
              comparedWith={filters.compare}
              marked={marked}
              onMark={setMarked}
              onCompare={(other) => setFilters({ compare: other })}
            />
          ) : undefined
        }
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete all traces of this project?"
        description="They are gone for good."
        action="Delete all"
        onConfirm={async () => {
          try {
            await api.del(`/projects/${id}/traces`);
            open("");
            refresh();
          } catch (error) {
            toast.error(error instanceof Error ? error.message : String(error));
          }
        }}
      />
    </>
  );
}
