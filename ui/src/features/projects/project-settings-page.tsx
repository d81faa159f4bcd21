import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useProject } from "@/api/queries/projects";
import type { Project } from "@/api/types";
import { useGo, useProjectId } from "@/lib/address";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { ErrorState, Loaded } from "@/ui/states";
import { KeptTraces } from "./kept-traces";

/** Name, how long traces are kept, and the end of a project. */
export function ProjectSettingsPage() {
  const id = useProjectId();
  const project = useProject(id);
  return (
    <Loaded query={project}>
      {(found) => (
        <div className="flex w-full max-w-3xl flex-col gap-4 p-4">
          <h2 className="sr-only">Settings of the project</h2>
          {found.may.includes("manageWorkspace") && <Naming project={found} />}
          {found.may.includes("keepTraces") && <KeptTraces projectId={found.id} />}
          {found.may.includes("manageWorkspace") && <Leaving project={found} />}
        </div>
      )}
    </Loaded>
  );
}

function Naming({ project }: { project: Project }) {
  const client = useQueryClient();
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const save = useMutation({
    mutationFn: () => api.patch(`/projects/${project.id}`, { name, description }),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["project"] });
      toast.success("Saved");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="panel flex flex-col gap-2 p-4" onSubmit={submit} aria-label="Name">
      <h2>Name</h2>
      <label className="flex flex-col gap-1">
        Name
        <input
          className="field"
          value={name}
          required
          maxLength={200}
          onChange={(e) => setName(e.target.value)}
        />
      </label>
      <label className="flex flex-col gap-1">
        Description
        <textarea
          className="field py-1"
          rows={3}
          value={description}
          onChange={(e) => setDescription(e.target.value)}
        />
      </label>
      <Button type="submit" className="self-start" disabled={save.isPending}>
        Save
      </Button>
      {save.error && <ErrorState error={save.error} />}
    </form>
  );
}

function Leaving({ project }: { project: Project }) {
  const [asking, setAsking] = useState(false);
  const go = useGo();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.del(`/projects/${project.id}`),
    onSuccess: () => {
      go("/projects");
      client.invalidateQueries({ queryKey: ["project"] });
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <section aria-label="Delete" className="panel flex flex-col gap-2 p-4">
      <h2>Delete</h2>
      <p className="text-muted">
        The description, mocks, credentials and traces go with the project.
      </p>
      <Button look="danger" className="self-start" onClick={() => setAsking(true)}>
        Delete the project
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${project.name}?`}
        description="It is gone for good."
        action="Delete"
        onConfirm={() => remove.mutate()}
      />
    </section>
  );
}
