import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useTraceViews } from "@/api/queries/traces";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { toView } from "./filters";

interface Props {
  projectId: string;
  filters: Record<string, string>;
  onChange: (change: Record<string, string>) => void;
}

/** Saved choices of filters: taken, made and deleted. */
export function Views({ projectId, filters, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const views = useTraceViews(projectId).data ?? [];
  const client = useQueryClient();
  const now = toView(filters);
  const path = (view: string) => `/projects/${projectId}/traces/views/${encodeURIComponent(view)}`;
  const change = async (work: Promise<unknown>) => {
    try {
      await work;
      await client.invalidateQueries({ queryKey: ["project", projectId, "trace-views"] });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : String(error));
    }
  };
  const choose = (query: string) => {
    const gone = Object.keys(filters).map((filter) => [filter, ""]);
    onChange({ ...Object.fromEntries(gone), ...Object.fromEntries(new URLSearchParams(query)) });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) void change(api.put(path(name.trim()), { query: now }));
    setName("");
  };
  return (
    <>
      {views.length > 0 && (
        <select
          className="field w-auto max-w-48"
          aria-label="Saved views"
          value={views.find((view) => view.query === now)?.query ?? ""}
          onChange={(e) => e.target.value && choose(e.target.value)}
        >
          <option value="">Saved views</option>
          {views.map((view) => (
            <option key={view.name} value={view.query}>
              {view.name}
            </option>
          ))}
        </select>
      )}
      <Button look="ghost" onClick={() => setOpen(true)}>
        Views
      </Button>
      <Dialog
        open={open}
        onOpenChange={(is) => {
          setOpen(is);
          setName("");
        }}
        title="Saved views"
        description="A view keeps the filters and the order under a name, for everybody in this project."
      >
        <form className="flex gap-2" onSubmit={save}>
          <input
            className="field flex-1"
            aria-label="Name of the view"
            placeholder="Name of the view"
            maxLength={100}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
          <Button type="submit" look="primary" disabled={!name.trim() || !now}>
            Save these filters
          </Button>
        </form>
        {!now && <p className="mt-2 text-muted">Choose a filter first, then save it here.</p>}
        <ul className="mt-3">
          {views.map((view) => (
            <li key={view.name} className="flex items-center gap-2 py-1">
              <Button
                look="ghost"
                className="min-w-0 flex-1 justify-start"
                onClick={() => {
                  choose(view.query);
                  setOpen(false);
                }}
              >
                {view.name}
              </Button>
              <Button
                look="ghost"
                aria-label={`Delete ${view.name}`}
                onClick={() => void change(api.del(path(view.name)))}
              >
                Delete
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
