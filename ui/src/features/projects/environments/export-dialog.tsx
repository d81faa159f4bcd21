import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { saveBytes } from "@/api/save";
import type { EnvironmentsBundle, EnvironmentsFile } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";

interface Props {
  projectId: string;
  onClose: () => void;
}

/** Saves the environments as a file, with or without their secrets. */
export function ExportDialog({ projectId, onClose }: Props) {
  const [secrets, setSecrets] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const path = `/projects/${projectId}/environments/export`;
  const run = useMutation({
    mutationFn: async () => {
      if (secrets) {
        const { bundle } = await api.post<EnvironmentsBundle>(path, { passphrase });
        return saveBytes("environments.age", new Blob([bundle]));
      }
      const file = await api.get<EnvironmentsFile>(path);
      return saveBytes("environments.json", new Blob([`${JSON.stringify(file, null, 2)}\n`]));
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <Dialog open onOpenChange={(is) => !is && onClose()} title="Export environments">
      <form className="flex flex-col gap-3" onSubmit={submit} aria-label="Export">
        <p className="text-muted">
          All environments and variables of this project, as a file. Sign-ins stay here.
        </p>
        <label className="row">
          <input type="checkbox" checked={secrets} onChange={(e) => setSecrets(e.target.checked)} />
          Take the secrets along, encrypted with a passphrase
        </label>
        {secrets && (
          <label className="flex flex-col gap-1">
            Passphrase, at least 12 characters
            <input
              className="field"
              type="password"
              autoComplete="new-password"
              required
              minLength={12}
              value={passphrase}
              onChange={(e) => setPassphrase(e.target.value)}
            />
          </label>
        )}
        {run.error && <ErrorState error={run.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={run.isPending}>
            {run.isPending ? "Exporting…" : "Export"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
