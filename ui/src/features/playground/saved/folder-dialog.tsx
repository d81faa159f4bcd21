import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import type { RequestFolder } from "@/api/types";
import { Button } from "@/ui/button";
import { ChooseFolder } from "@/ui/choose-folder";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { FolderReport } from "./folder-report";

interface Props {
  projectId: string;
  folder: RequestFolder;
  onClose: () => void;
}

/** Chooses the folder of the saved requests, says how it stands, and lets it go. */
export function FolderDialog({ projectId, folder, onClose }: Props) {
  const [path, setPath] = useState("");
  const address = `/projects/${projectId}/requests/folder`;
  const client = useQueryClient();
  const key = ["request", projectId];
  const done = () => client.invalidateQueries({ queryKey: key });
  const link = useMutation({
    mutationFn: (wanted: string) => api.put<RequestFolder>(address, { path: wanted }),
    onSuccess: done,
  });
  const unlink = useMutation({
    mutationFn: () => api.del(address),
    onSuccess: async () => {
      await done();
      onClose();
    },
  });
  const error = link.error ?? unlink.error;
  const pending = link.isPending || unlink.isPending;
  const linked = folder.path;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    link.mutate(path);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={linked === null ? "Keep the requests in a folder" : "Folder of the requests"}
      description={
        linked === null
          ? "One YAML file for each request, made for version control. Changes by hand, by git and in here come to the other side. What differs under one name is kept twice."
          : "Files that change in the folder change here, and the other way round."
      }
    >
      {linked === null ? (
        <form className="flex flex-col gap-3" onSubmit={submit}>
          <label className="flex flex-col gap-1">
            Path of the folder
            <span className="flex gap-2">
              <input
                className="field min-w-0 flex-1 font-mono text-xs"
                required
                spellCheck={false}
                placeholder="/home/ada/harbour/requests"
                value={path}
                onChange={(e) => setPath(e.target.value)}
              />
              <ChooseFolder title="Folder of the requests" onChoose={setPath} />
            </span>
            <span className="text-muted">
              On the machine that Fairlead runs on; it is made where it is missing.
            </span>
          </label>
          {error && <ErrorState error={error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" type="submit" disabled={pending}>
              Keep them there
            </Button>
          </div>
        </form>
      ) : (
        <div className="flex flex-col gap-3">
          <FolderReport folder={folder} />
          {error && <ErrorState error={error} />}
          <div className="flex flex-wrap justify-end gap-2">
            <Button disabled={pending} onClick={() => unlink.mutate()}>
              Unlink, and leave the files
            </Button>
            <Button disabled={pending} onClick={() => link.mutate(linked)}>
              {folder.conflicts.length > 0 ? "Mark as seen" : "Sync now"}
            </Button>
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
