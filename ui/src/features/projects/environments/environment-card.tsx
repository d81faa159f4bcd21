import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useProject } from "@/api/queries/projects";
import type { ConnectionTest, Environment } from "@/api/types";
import { useLock } from "@/api/use-lock";
import { clock } from "@/lib/format";
import { authName, isSignIn } from "@/ui/auth-names";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { EnvironmentMark } from "@/ui/environment-mark";
import { SecretList } from "@/ui/secret-list";
import { ErrorState } from "@/ui/states";
import { ConnectionSteps } from "./connection-test";
import { SignInPanel } from "./sign-in";

interface Props {
  environment: Environment;
  onEdit: () => void;
  /** Begins another one like it. */
  onCopy: () => void;
}

/** One environment: what it is, what is set, what can be done with it. */
export function EnvironmentCard({ environment, onEdit, onCopy }: Props) {
  const { projectId, id, name } = environment;
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const lock = useLock(environment);
  // What a vendor has given is theirs to change; its secrets are ours.
  const space = useProject(projectId).data?.space;
  const given = space?.environments.includes(name);
  const path = `/projects/${projectId}/environments/${id}`;
  const shared = {
    onSettled: () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
    onError: (error: Error) => toast.error(error.message),
  };
  const remove = useMutation({ mutationFn: () => api.del(path), ...shared });
  const makeDefault = useMutation({ mutationFn: () => api.post(`${path}/default`), ...shared });
  const test = useMutation({
    mutationFn: () => api.post<ConnectionTest>(`${path}/test`),
    onSettled: shared.onSettled,
  });
  return (
    <article aria-label={name} className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <EnvironmentMark kind={environment.type} />
        <h3 className="min-w-0 break-words">{name}</h3>
        {environment.isDefault && <Badge tone="ok">default</Badge>}
        {!environment.isActive && <Badge tone="neutral">switched off</Badge>}
        {environment.readOnly && (
          <Badge tone={lock.unlocked ? "warn" : "neutral"}>
            {environment.unlockedUntil
              ? `unlocked until ${clock(environment.unlockedUntil)} (${lock.left})`
              : "read-only"}
          </Badge>
        )}
        {given ? (
          <Badge tone="neutral">from {space?.vendor}</Badge>
        ) : (
          environment.partnerEnabled && <Badge tone="neutral">partners</Badge>
        )}
      </div>
      <p className="text-muted">
        {environment.baseUrl ? (
          <code className="break-all">{environment.baseUrl}</code>
        ) : (
          "the project's mock"
        )}
        {" · "}
        {authName(environment.auth.kind)}
      </p>
      <SecretList environment={environment} />
      {isSignIn(environment.auth) && (
        <SignInPanel
          environment={environment}
          grant={environment.auth.grant === "device" ? "device" : "authorizationCode"}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {!given && (
          <Button onClick={onEdit} aria-label={`Edit ${name}`}>
            Edit
          </Button>
        )}
        <Button onClick={() => test.mutate()} disabled={test.isPending}>
          {test.isPending ? "Testing…" : "Test connection"}
        </Button>
        {!environment.isDefault && (
          <Button onClick={() => makeDefault.mutate()}>Make it the default</Button>
        )}
        {environment.readOnly && (
          <Button onClick={lock.unlocked ? lock.lock : lock.unlock} disabled={lock.pending}>
            {lock.unlocked ? "Lock again" : "Unlock for 15 minutes"}
          </Button>
        )}
        <Button look="ghost" onClick={onCopy} aria-label={`Duplicate ${name}`}>
          Duplicate
        </Button>
        {!given && (
          <Button look="ghost" onClick={() => setAsking(true)} aria-label={`Delete ${name}`}>
            Delete
          </Button>
        )}
      </div>
      {test.error && <ErrorState error={test.error} retry={() => test.mutate()} />}
      {test.data && <ConnectionSteps test={test.data} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${name}?`}
        description="Its secrets go with it."
        action="Delete"
        onConfirm={() => remove.mutate()}
      />
    </article>
  );
}
