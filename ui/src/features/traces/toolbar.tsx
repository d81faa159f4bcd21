import { Button } from "@/ui/button";
import { ExportMenu } from "./export-menu";
import { Order } from "./order";

interface Props {
  projectId: string;
  /** The filters as the query of the API. */
  query: string;
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
  /** How many the filters fit, once that is known. */
  found: { total: number; isExact: boolean } | undefined;
  live: boolean;
  onLive: (live: boolean) => void;
  /** Shows traces that came since, where there are any. */
  onShowNew: (() => void) | undefined;
  onDelete: () => void;
}

/** How many traces there are, in which order, and what is done with all of them. */
export function Toolbar(props: Props) {
  const { projectId, query, filters, onChange, found, live, onLive, onShowNew, onDelete } = props;
  const none = !found || found.total === 0;
  return (
    <div className="flex flex-wrap items-center gap-2 p-2">
      <h2 className="mr-auto">Traces</h2>
      <span aria-live="polite" className="text-muted">
        {found && `${found.isExact ? "" : "more than "}${found.total.toLocaleString()} found`}
      </span>
      {onShowNew && (
        <Button look="primary" onClick={onShowNew}>
          Show new
        </Button>
      )}
      <label className="row">
        <input type="checkbox" checked={live} onChange={(e) => onLive(e.target.checked)} />
        Live
      </label>
      <Order filters={filters} onChange={onChange} />
      <ExportMenu projectId={projectId} query={query} disabled={none} />
      <Button look="ghost" onClick={() => onChange({ view: "analytics" })}>
        Analytics
      </Button>
      <Button look="ghost" onClick={onDelete} disabled={none}>
        Delete all
      </Button>
    </div>
  );
}
