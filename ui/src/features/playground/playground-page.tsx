import { useState } from "react";
import { useOperations, useProject } from "@/api/queries";
import { useFilters, useProjectId } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { FilterField } from "@/ui/filter-field";
import { WantsDescription } from "@/ui/no-description";
import { OperationList } from "@/ui/operation-list";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { SavedPanel } from "./saved-panel";
import { SavedView } from "./saved-view";
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
  const [text, setText] = useState("");
  const operations = useOperations(projectId);
  const narrow = useNarrow();
  const chosen = filters.operation;
  const saved = filters.saved;
  const showsSaved = filters.list === "saved";
  const back = narrow ? () => setFilters({ operation: "", trace: "", saved: "" }) : undefined;
  const operationList = (
    <>
      <div className="p-2">
        <FilterField
          label="Filter operations"
          placeholder="Filter by path, name or method"
          value={text}
          onChange={setText}
        />
      </div>
      <Loaded query={operations}>
        {(all) => (
          <OperationList
            operations={all.filter((o) => o.kind === "operation")}
            text={text}
            chosen={chosen}
            onChoose={(operation) => setFilters({ operation, trace: "", saved: "" })}
          />
        )}
      </Loaded>
    </>
  );
  const list = (
    <Tabs
      label="What to send"
      value={showsSaved ? "saved" : "operations"}
      onChange={(tab) => setFilters({ list: tab === "saved" ? "saved" : "" })}
      tabs={[
        { id: "operations", label: "Operations", content: operationList },
        { id: "saved", label: "Saved", content: <SavedPanel projectId={projectId} /> },
      ]}
    />
  );
  return (
    <SplitPane
      id="playground"
      initial={300}
      listLabel="What to send"
      detailLabel="Request"
      list={list}
      detail={
        chosen ? (
          <Workbench
            key={`${projectId}/${chosen}/${filters.trace ?? ""}/${saved ?? ""}`}
            projectId={projectId}
            operationId={chosen}
            traceId={filters.trace}
            savedId={saved}
            back={back}
          />
        ) : saved ? (
          <SavedView projectId={projectId} requestId={saved} back={back} />
        ) : narrow ? undefined : (
          <EmptyState>Choose an operation: a request to it is made from its examples.</EmptyState>
        )
      }
    />
  );
}
