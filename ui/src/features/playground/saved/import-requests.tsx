import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { readChosen, readFiles } from "@/api/import";
import type { ImportedRequests } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { ImportFound } from "./import-found";

interface Props {
  projectId: string;
  onClose: () => void;
}
type File = { name: string; text: string };

/** Brings a collection in: what was found is shown before anything is kept. */
export function ImportRequests({ projectId, onClose }: Props) {
  const [pasted, setPasted] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const [keepSecrets, setKeepSecrets] = useState(true);
  const chooser = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const source = (own: File[]) => ({ kind: "upload", files: own });
  const path = `/projects/${projectId}/requests/import`;
  const look = useMutation({
    mutationFn: (own: File[]) => {
      setFiles(own);
      return api.post<ImportedRequests>(path, { source: source(own), dryRun: true });
    },
  });
  const keep = useMutation({
    mutationFn: () => api.post<ImportedRequests>(path, { source: source(files), keepSecrets }),
    onSuccess: (kept) => {
      toast.success(`Imported ${plural(kept.requests, "request")}`);
      client.invalidateQueries({ queryKey: ["request", projectId] });
      onClose();
    },
  });
  const found = look.data;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="Import requests"
      description="Postman, Insomnia, Bruno, OpenCollection, HAR, curl commands, calls of fetch."
    >
      {found ? (
        <ImportFound found={found} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen by a button too
        <div
          className="flex flex-col gap-3"
          onDragOver={(e) => e.preventDefault()}
          onDrop={async (e) => {
            e.preventDefault();
            e.stopPropagation();
            look.mutate(await readFiles(e.dataTransfer));
          }}
        >
          <textarea
            className="field min-h-40 p-2 font-mono text-xs"
            aria-label="Collection or commands"
            placeholder="Paste curl commands or a collection, or drop its file or folder here"
            value={pasted}
            onChange={(e) => setPasted(e.target.value)}
          />
          <input
            ref={chooser}
            type="file"
            multiple
            aria-label="Files of the collection"
            className="sr-only"
            tabIndex={-1}
            onChange={async (e) => {
              look.mutate(await readChosen(e.target.files ?? []));
            }}
          />
        </div>
      )}
      {(look.error ?? keep.error) && <ErrorState error={(look.error ?? keep.error) as Error} />}
      {found && found.secrets.length > 0 && (
        <label className="row mt-2">
          <input
            type="checkbox"
            checked={keepSecrets}
            onChange={(e) => setKeepSecrets(e.target.checked)}
          />
          Keep {plural(found.secrets.length, "credential")} in the vault
        </label>
      )}
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        {found ? (
          <>
            <Button onClick={() => look.reset()}>Back</Button>
            <Button look="primary" disabled={keep.isPending} onClick={() => keep.mutate()}>
              Import {plural(found.requests, "request")}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={() => chooser.current?.click()}>Choose files…</Button>
            <Button
              look="primary"
              disabled={pasted.trim() === "" || look.isPending}
              onClick={() => look.mutate([{ name: "pasted", text: pasted }])}
            >
              Look at it
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}
