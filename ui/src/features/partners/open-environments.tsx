import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useEnvironments } from "@/api/queries/environments";
import type { Environment, NewEnvironment } from "@/api/types";
import { EnvironmentMark } from "@/ui/environment-mark";
import { NavLink } from "@/ui/nav-link";

/** The environments of a project, and which are open to partners. */
export function OpenEnvironments({ projectId }: { projectId: string }) {
  const environments = useEnvironments(projectId);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (environment: Environment) => {
      const { id } = environment;
      const path = `/projects/${projectId}/environments/${id}`;
      return api.put(path, asWritten(environment, !environment.partnerEnabled));
    },
    // Until it is read anew, what was clicked is shown.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["environment", projectId] }),
        client.invalidateQueries({ queryKey: ["partner", projectId] }),
      ]),
    onError: (error) => toast.error(error.message),
  });
  const all = environments.data ?? [];
  const clicked = change.isPending ? change.variables.id : null;
  const isOpen = ({ id, partnerEnabled }: Environment) =>
    clicked === id ? !change.variables?.partnerEnabled : partnerEnabled;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1">Environments</legend>
      {all.map((environment) => (
        <label key={environment.id} className="row flex-wrap">
          <input
            type="checkbox"
            checked={isOpen(environment)}
            aria-disabled={change.isPending}
            onChange={() => change.isPending || change.mutate(environment)}
          />
          <EnvironmentMark kind={environment.type} />
          <span className="min-w-0 break-words">{environment.name}</span>
          {!environment.isActive && <span className="text-muted">switched off</span>}
        </label>
      ))}
      {all.length === 0 && (
        <p className="text-muted">
          Only the built-in mock so far.{" "}
          <NavLink className="underline" to={`/projects/${projectId}/environments`}>
            Add environments in Settings
          </NavLink>
        </p>
      )}
    </fieldset>
  );
}

/** An environment as it is written, open to partners or not. */
function asWritten(environment: Environment, partnerEnabled: boolean): NewEnvironment {
  const { id, projectId, secrets, unlockedUntil, createdAt, updatedAt, ...rest } = environment;
  return { ...rest, partnerEnabled };
}
