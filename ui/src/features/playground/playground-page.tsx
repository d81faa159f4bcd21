import { useProject } from "@/api/queries/projects";
import { useFilters, useProjectId } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { useShortcut } from "@/lib/shortcuts";
import { WantsDescription } from "@/ui/no-description";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { HistoryPanel } from "./history/history-panel";
import { freeDraft } from "./request/free";
import { NewRequest } from "./request/new-request";
import { OperationsPanel } from "./request/operations-panel";
import { SavedPanel } from "./saved/saved-panel";
import { openDraft, openTab } from "./tabs/tab-actions";
import { PANEL, tabElementId } from "./tabs/tab-name";
import { TabStrip } from "./tabs/tab-strip";
import { useOpenTab } from "./tabs/use-open-tab";
import { Workbench } from "./workbench";

/** Choose an operation, write a request, see what comes of it. */
export function PlaygroundPage() {
  const id = useProjectId();
  const project = useProject(id);
  return (
    <>
      <h2 className="sr-only">Playground</h2>
      <Loaded query={project}>
        {({ spec }) => <Playground projectId={id} described={spec != null} />}
      </Loaded>
    </>
  );
}

function Playground({ projectId, described }: { projectId: string; described: boolean }) {
  const [filters, setFilters] = useFilters();
  const narrow = useNarrow();
  const { tabs, active, show } = useOpenTab(projectId);
  const make = (socket: boolean) => show(openDraft(projectId, freeDraft(socket)));
  useShortcut("new-request", () => make(false));
  useShortcut("new-socket", () => make(true));
  const { list = "operations", saved, operation, trace } = filters;
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
                <>
                  <NewRequest onNew={make} />
                  {described ? (
                    <OperationsPanel
                      projectId={projectId}
                      chosen={active?.operationId}
                      onChoose={(operationId) => show(openTab(projectId, { operationId }))}
                    />
                  ) : (
                    <WantsDescription projectId={projectId}>
                      This project has no description yet: requests to any address can be sent, and
                      are not checked.
                    </WantsDescription>
                  )}
                </>
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
        active || operation || saved || trace ? (
          <>
            <TabStrip projectId={projectId} tabs={tabs} active={active} show={show} />
            {active && (
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
            )}
          </>
        ) : narrow ? undefined : (
          <EmptyState>Choose an operation: a request to it is made from its examples.</EmptyState>
        )
      }
    />
  );
}
