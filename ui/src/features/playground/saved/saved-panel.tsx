import { FileDown } from "lucide-react";
import { useMemo, useState } from "react";
import { useSavedRequests } from "@/api/queries/requests";
import type { SavedRequest } from "@/api/types";
import { useFilters } from "@/lib/address";
import { Button } from "@/ui/button";
import { FilterField } from "@/ui/filter-field";
import { EmptyState, Loaded } from "@/ui/states";
import { useClosedFolders } from "./closed-folders";
import { ImportRequests } from "./import-requests";
import { RequestFolderBar } from "./request-folder";
import { SavedActions } from "./saved-actions";
import { rowsOf } from "./saved-rows";
import { SavedTree } from "./saved-tree";

/** The requests that were saved, by their folders. */
export function SavedPanel({ projectId }: { projectId: string }) {
  const saved = useSavedRequests(projectId);
  const [importing, setImporting] = useState(false);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Loaded query={saved}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState>
              Nothing is saved yet. Save a request with its button, or bring a collection of
              Postman, Insomnia, Bruno, a HAR file or curl commands.
              <span className="mt-3 block">
                <Button look="primary" onClick={() => setImporting(true)}>
                  <FileDown size={14} aria-hidden /> Import…
                </Button>
              </span>
            </EmptyState>
          ) : (
            <List
              key={projectId}
              projectId={projectId}
              all={all}
              onImport={() => setImporting(true)}
            />
          )
        }
      </Loaded>
      <RequestFolderBar projectId={projectId} />
      {importing && <ImportRequests projectId={projectId} onClose={() => setImporting(false)} />}
    </div>
  );
}

interface ListProps {
  projectId: string;
  all: SavedRequest[];
  onImport: () => void;
}

function List({ projectId, all, onImport }: ListProps) {
  const [filters, setFilters] = useFilters();
  const [text, setText] = useState("");
  const { closed, turn } = useClosedFolders(projectId);
  const rows = useMemo(() => rowsOf(all, text, closed), [all, text, closed]);
  const chosen = all.find((request) => request.id === filters.saved);
  const open = (request: SavedRequest) =>
    setFilters({ saved: request.id, operation: request.operationId ?? "", trace: "" });
  return (
    <>
      <div className="flex gap-2 p-2">
        <FilterField
          label="Filter saved requests"
          placeholder="Filter by name, folder or path"
          value={text}
          onChange={setText}
        />
        <Button onClick={onImport}>
          <FileDown size={14} aria-hidden /> Import…
        </Button>
      </div>
      {chosen && <SavedActions projectId={projectId} request={chosen} all={all} />}
      {rows.length === 0 ? (
        <p className="p-4 text-muted">No saved request fits.</p>
      ) : (
        <SavedTree
          rows={rows}
          chosen={filters.saved}
          onOpen={open}
          onTurn={(folder) => turn(folder.path)}
        />
      )}
    </>
  );
}
