import { FileDown } from "lucide-react";
import { useMemo, useState } from "react";
import { useSavedRequests } from "@/api/queries";
import type { SavedRequest } from "@/api/types";
import { useFilters } from "@/lib/address";
import { MethodBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { FilterField } from "@/ui/filter-field";
import { RowList } from "@/ui/row-list";
import { EmptyState, Loaded } from "@/ui/states";
import { ImportRequests } from "./import-requests";
import { SavedActions } from "./saved-actions";
import { isFolder, rowsOf, type SavedRow } from "./saved-rows";

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
            <List projectId={projectId} all={all} onImport={() => setImporting(true)} />
          )
        }
      </Loaded>
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
  const rows = useMemo(() => rowsOf(all, text), [all, text]);
  const chosen = all.find((request) => request.id === filters.saved);
  const open = (row: SavedRow) => {
    if (isFolder(row)) return;
    setFilters({ saved: row.id, operation: row.operationId ?? "", trace: "" });
  };
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
        <RowList
          label="Saved requests"
          rows={rows}
          chosen={rows.findIndex((row) => !isFolder(row) && row.id === filters.saved)}
          onOpen={open}
          isHeading={isFolder}
          peek={(row) =>
            isFolder(row)
              ? { title: row.folder, content: null }
              : { title: row.name, content: <code className="break-all">{row.url}</code> }
          }
        >
          {(row) =>
            isFolder(row) ? (
              <p className="truncate-line flex h-full items-end px-3 pb-1 text-xs font-medium text-muted">
                {row.folder}
              </p>
            ) : (
              <>
                <MethodBadge method={row.method} />
                <span title={row.url} className="truncate-line">
                  {row.name}
                </span>
              </>
            )
          }
        </RowList>
      )}
    </>
  );
}
