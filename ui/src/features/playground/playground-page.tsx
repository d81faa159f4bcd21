import { useProject } from "@/api/queries";
import { useFilters, useProjectId } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { WantsDescription } from "@/ui/no-description";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { HistoryPanel } from "./history-panel";
import { OperationsPanel } from "./operations-panel";
import { SavedPanel } from "./saved-panel";
import { SavedView } from "./saved-view";
import { openTab } from "./tab-store";
import { PANEL, TabStrip, tabElementId } from "./tab-strip";
import { useOpenTab } from "./use-open-tab";
import { Workbench } from "./workbench";

/** Choose an operation, write a request, see what comes of it. */
export function PlaygroundPage() {
  const id = useProjectId();
  const project = useProject(id);
  return (
    <>
      <h2 className="sr-only">Playground</h2>
      <Loaded query={project}>
        {({ spec }) =>
          spec ? (
            <Playground projectId={id} />
          ) : (
            <WantsDescription projectId={id}>
              A request is made from an API description, and this project has none yet.
            </WantsDescription>
          )
        }
      </Loaded>
    </>
  );
}

function Playground({ projectId }: { projectId: string }) {
  const [filters, setFilters] = useFilters();
  const narrow = useNarrow();
  const { tabs, active, show } = useOpenTab(projectId);
  const { list = "operations", saved, operation } = filters;
  const back = narrow
    ? () => setFilters({ tab: "", operation: "", trace: "", saved: "" }, true)
    : undefined;
  return (
    <SplitPane
      id="playground"
      initial={300}
      listLabel="What to send"
      detailLabel="Request"
      list={
        <Tabs
          label="What to send"
          value={list}
          onChange={(tab) => setFilters({ list: tab === "operations" ? "" : tab })}
          tabs={[
            {
              id: "operations",
              label: "Operations",
              content: (
                <OperationsPanel
                  projectId={projectId}
                  chosen={active?.operationId}
                  onChoose={(operationId) => show(openTab(projectId, { operationId }))}
                />
              ),
            },
            { id: "saved", label: "Saved", content: <SavedPanel projectId={projectId} /> },
            {
              id: "history",
              label: "History",
              content: (
                <HistoryPanel projectId={projectId} shown={active?.traceId ?? active?.from} />
              ),
            },
          ]}
        />
      }
      detail={
        active || operation || saved ? (
          <>
            <TabStrip projectId={projectId} tabs={tabs} active={active} show={show} />
            {active ? (
              <div
                role="tabpanel"
                id={PANEL}
                aria-labelledby={tabElementId(active)}
                className="flex min-h-0 flex-1 flex-col"
              >
                <Workbench
                  key={active.id}
                  projectId={projectId}
                  tab={active}
                  onFilled={show}
                  back={back}
                />
              </div>
            ) : (
              saved &&
              !operation && <SavedView projectId={projectId} requestId={saved} back={back} />
            )}
          </>
        ) : narrow ? undefined : (
          <EmptyState>Choose an operation: a request to it is made from its examples.</EmptyState>
        )
      }
    />
  );
}
