import { ArrowLeft } from "lucide-react";
import { useOperation, useOperations } from "@/api/queries";
import { useFilters } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { Button } from "@/ui/button";
import { OperationList } from "@/ui/operation-list";
import { SplitPane } from "@/ui/split-pane";
import { Loaded } from "@/ui/states";
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
              <input
                className="field"
                type="search"
                data-filter
                aria-label="Filter operations"
                placeholder="Filter by path, name or method"
                value={filters.q ?? ""}
                onChange={(e) => setFilters({ q: e.target.value })}
              />
            </div>
            <Loaded query={operations}>
              {(all) => (
                <OperationList
                  operations={all}
                  text={filters.q ?? ""}
                  chosen={filters.operation}
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
                <Button
                  look="ghost"
                  className="self-start"
                  onClick={() => setFilters({ operation: "" })}
                >
                  <ArrowLeft size={14} aria-hidden /> All operations
                </Button>
              )}
              <Loaded query={operation}>
                {(found) => <OperationView projectId={projectId} operation={found} />}
              </Loaded>
            </>
          ) : narrow ? undefined : (
            <p className="p-4 text-muted">
              Choose an operation to see what it takes and what it answers.
            </p>
          )
        }
      />
    </div>
  );
}
