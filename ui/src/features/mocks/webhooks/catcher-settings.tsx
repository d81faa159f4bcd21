import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useWebhooks } from "@/api/queries/spec";
import type { Catcher } from "@/api/types";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { NumberField } from "../fields";
import { Labelled, SchemeFields, SecretField } from "./scheme-fields";
import { fromScheme, toScheme } from "./schemes";

interface Props {
  catcher: Catcher;
  onDone: () => void;
  onFailed: (error: Error) => void;
}

/** How a catcher receives. A running one starts again when it is changed. */
export function CatcherSettings({ catcher, onDone, onFailed }: Props) {
  const { settings } = catcher;
  const [{ name, own }, setScheme] = useState(fromScheme(settings.scheme));
  const [webhook, setWebhook] = useState(settings.webhook ?? "");
  const [status, setStatus] = useState(String(settings.status));
  const [fails, setFails] = useState(String(settings.failFirst));
  const [secret, setSecret] = useState("");
  const declared = useWebhooks(catcher.projectId);
  const names = [...new Set(declared.data?.map((w) => w.name))];
  const base = `/projects/${catcher.projectId}/catchers/${catcher.id}`;
  const change = useMutation({
    mutationFn: async () => {
      await api.put(base, {
        scheme: toScheme(name, own),
        webhook: webhook || null,
        status: Number(status || 204),
        failFirst: Number(fails || 0),
      });
      if (secret) await api.put(`${base}/secret`, { secret });
    },
    onSettled: onDone,
    onSuccess: () => {
      setSecret("");
      toast.success("Saved");
    },
    onError: onFailed,
  });
  const forget = useMutation({
    mutationFn: () => api.del(`${base}/secret`),
    onSettled: onDone,
    onError: onFailed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form
      className="mt-3 flex flex-wrap items-end gap-2"
      aria-label="Change the catcher"
      onSubmit={submit}
    >
      <SchemeFields
        name={name}
        own={own}
        onName={(name) => setScheme({ name, own })}
        onOwn={(own) => setScheme({ name, own })}
      />
      {name !== "none" && (
        <SecretField
          name={name}
          value={secret}
          onChange={setSecret}
          label={catcher.secretSet ? "Another secret" : "Secret"}
          placeholder={catcher.secretSet ? "stays as it is" : undefined}
        />
      )}
      <Labelled label="Every delivery is">
        {(id) => (
          <select
            id={id}
            className="field"
            value={webhook}
            onChange={(e) => setWebhook(e.target.value)}
          >
            <option value="">whatever fits</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Labelled>
      <NumberField label="Answers" most={599} value={status} onChange={setStatus} />
      <NumberField label="Fails first" most={100} value={fails} onChange={setFails} />
      <Button type="submit" disabled={change.isPending}>
        Save
      </Button>
      {name !== "none" && (
        <span className="flex min-h-8 items-center gap-2">
          <Badge tone={catcher.secretSet ? "ok" : "warn"}>
            {catcher.secretSet ? "secret set" : "no secret: signatures are not checked"}
          </Badge>
          {catcher.secretSet && (
            <Button look="ghost" onClick={() => forget.mutate()} disabled={forget.isPending}>
              Forget the secret
            </Button>
          )}
        </span>
      )}
    </form>
  );
}
