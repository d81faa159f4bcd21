import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Catcher } from "@/api/types";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { NumberField } from "../fields";
import { SchemeFields, SecretField } from "./scheme-fields";
import { OWN, type SchemeName, toScheme } from "./schemes";

/** One more catcher, on a port of its own. */
export function NewCatcher({ projectId, first }: { projectId: string; first: boolean }) {
  const client = useQueryClient();
  const [port, setPort] = useState("");
  const [name, setName] = useState<SchemeName>("none");
  const [own, setOwn] = useState(OWN);
  const [secret, setSecret] = useState("");
  const create = useMutation({
    mutationFn: () =>
      api.post<Catcher>(`/projects/${projectId}/catchers`, {
        port: Number(port || 0),
        settings: { scheme: toScheme(name, own) },
        ...(name !== "none" && secret ? { secret } : {}),
      }),
    onSuccess: (catcher) => {
      client.invalidateQueries({ queryKey: ["catcher", projectId] });
      setPort("");
      setSecret("");
      toast.success(`Webhooks to ${catcher.url} are caught`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <section aria-label="New catcher" className="panel p-4">
      <h3>{first ? "Catch webhooks" : "Another catcher"}</h3>
      <p className="mb-3 text-muted">
        Give its address to whoever sends webhooks. It says of each whether the signature and the
        payload are right.
      </p>
      <form className="flex flex-wrap items-end gap-2" onSubmit={submit} aria-label="New catcher">
        <NumberField label="Port" most={65535} placeholder="any" value={port} onChange={setPort} />
        <SchemeFields name={name} own={own} onName={setName} onOwn={setOwn} />
        {name !== "none" && <SecretField name={name} value={secret} onChange={setSecret} />}
        <Button type="submit" disabled={create.isPending}>
          New catcher
        </Button>
      </form>
      {create.error && <ErrorState error={create.error} />}
    </section>
  );
}
