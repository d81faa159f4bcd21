import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Environment } from "@/api/types";
import { dateTime } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { secretName } from "./form";

/** The secrets of an environment: set or not set, since when, by whom. */
export function SecretList({ environment }: { environment: Environment }) {
  const { projectId, id, name, secrets } = environment;
  const client = useQueryClient();
  const path = `/projects/${projectId}/environments/${id}/secrets`;
  const forget = useMutation({
    mutationFn: (secret: string) => api.del(`${path}/${encodeURIComponent(secret)}`),
    onSettled: () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
    onError: (error) => toast.error(error.message),
  });
  if (secrets.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {secrets.map((secret) => (
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
  );
}
