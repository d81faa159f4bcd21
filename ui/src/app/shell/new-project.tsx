import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import type { Project } from "@/api/types";
import { useImport } from "@/api/use-import";
import { useGo } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ImportPanel } from "@/ui/import-panel";
import { ErrorState } from "@/ui/states";

/** A project by its name: from a description, or empty. */
export default function NewProject({ close }: { close: () => void }) {
  const go = useGo();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const given = name.trim();
  const open = (project: Project) => {
    close();
    go(`/projects/${project.id}`);
  };
  const bring = useImport(given ? { name: given } : {}, (made) => open(made.project));
  const create = useMutation({
    mutationFn: () => api.post<Project>("/projects", { name: given }),
    onSuccess: (project) => {
      client.invalidateQueries({ queryKey: ["project"] });
      open(project);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given) create.mutate();
  };
  const busy = bring.isPending || create.isPending;
  return (
    <Dialog open onOpenChange={close} title="New project" wide>
      <form id="empty-project" onSubmit={submit} className="mb-4">
        <label className="flex flex-col gap-1">
          Name
          <input
            className="field"
            data-first
            maxLength={200}
            placeholder="The title of the description, where left out"
            autoComplete="off"
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        </label>
      </form>
      <ImportPanel bring={bring} first="file" />
      {create.error && <ErrorState error={create.error} />}
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2 border-t border-line pt-4">
        <span className="mr-auto text-muted">Or begin without a description.</span>
        <Button type="submit" form="empty-project" disabled={busy || given === ""}>
          Create empty
        </Button>
      </div>
    </Dialog>
  );
}
