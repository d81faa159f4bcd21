import { useState } from "react";
import { useOperations } from "@/api/queries";
import { useFilters, useProjectId } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { OperationList } from "@/ui/operation-list";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { Workbench } from "./workbench";

/** Choose an operation, write a request, see what comes of it. */
export function PlaygroundPage() {
  const id = useProjectId();
  const [filters, setFilters] = useFilters();
  const [text, setText] = useState("");
  const operations = useOperations(id);
  const narrow = useNarrow();
  const chosen = filters.operation;
  const back = narrow ? () => setFilters({ operation: "", trace: "" }) : undefined;
  return (
    <>
      <h2 className="sr-only">Playground</h2>
      <Loaded query={operations}>
        {(all) => (
          <SplitPane
            id="playground"
            initial={300}
            listLabel="Operations"
            detailLabel="Request"
            list={
              <>
                <div className="p-2">
                  <input
                    className="field"
                    type="search"
                    data-filter
                    aria-label="Filter operations"
                    placeholder="Filter by path, name or method"
                    value={text}
                    onChange={(e) => setText(e.target.value)}
                  />
                </div>
                <OperationList
                  operations={all.filter((o) => o.kind === "operation")}
                  text={text}
                  chosen={chosen}
                  onChoose={(operation) => setFilters({ operation, trace: "" })}
                />
              </>
            }
            detail={
              chosen ? (
                <Workbench
                  key={`${id}/${chosen}/${filters.trace ?? ""}`}
                  projectId={id}
                  operationId={chosen}
                  traceId={filters.trace}
                  back={back}
                />
              ) : narrow ? undefined : (
                <EmptyState>
                  Choose an operation on the left; a request to it is made from its examples.
                </EmptyState>
              )
            }
          />
        )}
      </Loaded>
    </>
  );
}
