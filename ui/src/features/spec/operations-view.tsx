import { useOperation, useOperations } from "@/api/queries/spec";
import { useFilters } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { BackButton } from "@/ui/back-button";
import { FilterField } from "@/ui/filter-field";
import { OperationList } from "@/ui/operation-list";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { OperationView } from "./operation-view";

/** Every operation, and one of them. */
export function OperationsView({ projectId }: { projectId: string }) {
  const [filters, setFilters] = useFilters();
  const operations = useOperations(projectId);
  const operation = useOperation(projectId, filters.operation);
  const narrow = useNarrow();
  return (
    <div className="flex h-full min-h-0">
      <SplitPane
        id="spec"
        listLabel="Operations"
        detailLabel="Operation"
        list={
          <>
            <div className="p-2">
              <FilterField
                label="Filter operations"
                placeholder="Filter by path, name or method"
                value={filters.q ?? ""}
                onChange={(q) => setFilters({ q })}
              />
            </div>
            <Loaded query={operations}>
              {(all) => (
                <OperationList
                  operations={all}
                  text={filters.q ?? ""}
                  chosen={filters.operation}
                  follow={!narrow}
                  onChoose={(chosen) => setFilters({ operation: chosen })}
                />
              )}
            </Loaded>
          </>
        }
        detail={
          filters.operation ? (
            <>
              {narrow && (
                <BackButton onClick={() => setFilters({ operation: "" })}>
                  All operations
                </BackButton>
              )}
              <Loaded query={operation}>
                {(found) => <OperationView projectId={projectId} operation={found} />}
              </Loaded>
            </>
          ) : narrow ? undefined : (
            <EmptyState>Choose an operation to see what it takes and what it answers.</EmptyState>
          )
        }
      />
    </div>
  );
}
