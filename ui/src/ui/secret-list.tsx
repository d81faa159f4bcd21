import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Environment, EnvironmentSecret } from "@/api/types";
import { dateTime } from "@/lib/format";
import { isOptional, secretName } from "./auth-names";
import { Badge } from "./badge";
import { Button } from "./button";
import { SecretField } from "./secret-field";

/** The secrets of an environment: set or not set, since when, by whom. */
export function SecretList({ environment }: { environment: Environment }) {
  const { secrets } = environment;
  if (secrets.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {secrets.map((secret) => (
        <Secret key={secret.name} environment={environment} secret={secret} />
      ))}
    </ul>
  );
}

function Secret({ environment, secret }: { environment: Environment; secret: EnvironmentSecret }) {
  const { projectId, id, name } = environment;
  const [value, setValue] = useState<string | null>(null);
  const client = useQueryClient();
  const called = secretName(secret.name);
  const path = `/projects/${projectId}/environments/${id}/secrets/${encodeURIComponent(secret.name)}`;
  const shared = {
    onSettled: () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
    onError: (error: Error) => toast.error(error.message),
  };
  const forget = useMutation({ mutationFn: () => api.del(path), ...shared });
  const keep = useMutation({
    mutationFn: (text: string) => api.put(path, { value: text }),
    ...shared,
    onSuccess: () => setValue(null),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value) keep.mutate(value);
  };
  return (
    <li className="flex flex-wrap items-center gap-2">
      <span>{called}</span>
      <Badge
        tone={secret.set ? "ok" : isOptional(environment.auth, secret.name) ? "neutral" : "warn"}
      >
        {secret.set ? "set" : isOptional(environment.auth, secret.name) ? "none" : "not set"}
      </Badge>
      {secret.setAt && (
        <span className="text-subtle">
          {dateTime(secret.setAt)} by {secret.setBy}
          {secret.usedAt ? `, used ${dateTime(secret.usedAt)}` : ", not used yet"}
        </span>
      )}
      {value === null ? (
        <>
          <Button
            look="ghost"
            aria-label={`${secret.set ? "Replace" : "Set"} ${called} of ${name}`}
            onClick={() => setValue("")}
          >
            {secret.set ? "Replace" : "Set"}
          </Button>
          {secret.set && (
            <Button
              look="ghost"
              aria-label={`Forget ${called} of ${name}`}
              onClick={() => forget.mutate()}
            >
              Forget
            </Button>
          )}
        </>
      ) : (
        <form onSubmit={submit} className="flex w-full items-end gap-2">
          <div className="min-w-0 flex-1">
            <SecretField
              bare
              focus
              label={`New ${called} of ${name}`}
              kept={secret}
              long={secret.name === "clientKey"}
              value={value}
              onChange={setValue}
            />
          </div>
          <Button type="submit" look="primary" disabled={!value || keep.isPending}>
            Keep
          </Button>
          <Button onClick={() => setValue(null)}>Cancel</Button>
        </form>
      )}
    </li>
  );
}
