import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Environment } from "@/api/types";
import { useLock } from "@/api/use-lock";
import { clock, dateTime } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { EnvironmentMark } from "@/ui/environment-mark";
import { authName, secretName } from "./form";

interface Props {
  environment: Environment;
  onEdit: () => void;
}

/** One environment: what it is, what is set, what can be done with it. */
export function EnvironmentCard({ environment, onEdit }: Props) {
  const { projectId, id, name } = environment;
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const lock = useLock(environment);
  const path = `/projects/${projectId}/environments/${id}`;
  const shared = {
    onSettled: () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
    onError: (error: Error) => toast.error(error.message),
  };
  const remove = useMutation({ mutationFn: () => api.del(path), ...shared });
  const makeDefault = useMutation({ mutationFn: () => api.post(`${path}/default`), ...shared });
  const forget = useMutation({
    mutationFn: (secret: string) => api.del(`${path}/secrets/${encodeURIComponent(secret)}`),
    ...shared,
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
              ? `unlocked until ${clock(environment.unlockedUntil)}`
              : "read-only"}
          </Badge>
        )}
        {environment.partnerEnabled && <Badge tone="neutral">partners</Badge>}
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
      {environment.secrets.length > 0 && (
        <ul className="flex flex-col gap-1">
          {environment.secrets.map((secret) => (
            <li key={secret.name} className="flex flex-wrap items-center gap-2">
              <span>{secretName(secret.name)}</span>
              <Badge tone={secret.set ? "ok" : "warn"}>{secret.set ? "set" : "not set"}</Badge>
              {secret.setAt && (
                <span className="text-subtle">
                  {dateTime(secret.setAt)} by {secret.setBy}
                  {secret.usedAt ? `, used ${dateTime(secret.usedAt)}` : ", not used yet"}
                </span>
              )}
              {secret.set && (
                <Button
                  look="ghost"
                  aria-label={`Forget ${secretName(secret.name)} of ${name}`}
                  onClick={() => forget.mutate(secret.name)}
                >
                  Forget
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onEdit} aria-label={`Edit ${name}`}>
          Edit
        </Button>
        {!environment.isDefault && (
          <Button onClick={() => makeDefault.mutate()}>Make it the default</Button>
        )}
        {environment.readOnly && (
          <Button onClick={lock.unlocked ? lock.lock : lock.unlock} disabled={lock.pending}>
            {lock.unlocked ? "Lock again" : "Unlock for 15 minutes"}
          </Button>
        )}
        <Button look="ghost" onClick={() => setAsking(true)} aria-label={`Delete ${name}`}>
          Delete
        </Button>
      </div>
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
