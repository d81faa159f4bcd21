import { useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Copy, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { SavedRequest, SavedRequestDetail } from "@/api/types";
import { useFilters } from "@/lib/address";
import { IconButton } from "@/ui/button";
import { SaveDialog } from "./save-dialog";
import { foldersOf } from "./use-save";

interface Props {
  projectId: string;
  request: SavedRequest;
  all: SavedRequest[];
}

/** What can be done with the saved request that is open. */
export function SavedActions({ projectId, request, all }: Props) {
  const base = `/projects/${projectId}/requests`;
  const client = useQueryClient();
  const [, setFilters] = useFilters();
  const [renaming, setRenaming] = useState(false);
  const done = () => client.invalidateQueries({ queryKey: ["request", projectId] });
  const attempt = (work: () => Promise<unknown>) =>
    work()
      .then(done)
      .catch((error: Error) => toast.error(error.message));
  const beside = all.filter((r) => r.folder.join("/") === request.folder.join("/"));
  const at = beside.findIndex((r) => r.id === request.id);
  const above = beside[at - 1];
  const below = beside[at + 1];
  const copyOf = async (name: string) => {
    const kept = await api.get<SavedRequestDetail>(`${base}/${request.id}`);
    const body = { name, folder: request.folder, request: kept.request };
    return api.post<SavedRequestDetail>(base, body);
  };
  const remove = async () => {
    const kept = await api.get<SavedRequestDetail>(`${base}/${request.id}`);
    await api.del(`${base}/${request.id}`);
    setFilters({ saved: "" });
    const body = { name: kept.name, folder: kept.folder, request: kept.request };
    toast(`${request.name} is deleted`, {
      action: { label: "Undo", onClick: () => attempt(() => api.post(base, body)) },
    });
  };
  return (
    <div
      role="toolbar"
      aria-label="The open request"
      className="flex items-center gap-1 border-y border-line px-2"
    >
      <span className="truncate-line min-w-0 flex-1 font-medium">{request.name}</span>
      <IconButton label="Rename or move…" onClick={() => setRenaming(true)}>
        <Pencil size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Duplicate"
        onClick={() =>
          attempt(async () => {
            const made = await copyOf(`${request.name} copy`);
            setFilters({ saved: made.id });
          })
        }
      >
        <Copy size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Move up"
        disabled={!above}
        onClick={() =>
          attempt(() => api.patch(`${base}/${request.id}`, { before: above?.id ?? null }))
        }
      >
        <ArrowUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        label="Move down"
        disabled={!below}
        onClick={() => attempt(() => api.patch(`${base}/${below?.id}`, { before: request.id }))}
      >
        <ArrowDown size={14} aria-hidden />
      </IconButton>
      <IconButton label="Delete" onClick={() => attempt(remove)}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
      {renaming && (
        <SaveDialog
          title="Rename or move"
          name={request.name}
          folder={request.folder.join(" / ")}
          onClose={() => setRenaming(false)}
          onSave={async (name, folder) => {
            await api.patch(`${base}/${request.id}`, { name, folder: foldersOf(folder) });
            setRenaming(false);
            await done();
          }}
        />
      )}
    </div>
  );
}
