import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Environment, NewEnvironment } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { KIND_NAMES } from "@/ui/environment-mark";
import { ErrorState } from "@/ui/states";
import { AuthFields } from "./auth-fields";
import { ConnectionFields } from "./connection-fields";
import { copyOf, formOf, toSend } from "./form";
import { HeaderRows, VariableRows } from "./rows";
import { Choice, TextField } from "./text-field";
import { useServers } from "./use-servers";

interface Props {
  projectId: string;
  /** The one to change; without it a new one is made. */
  environment?: Environment;
  /** What a new one begins with: a copy of another. */
  like?: Environment;
  onClose: () => void;
}

/** An environment being written. Secrets go to the vault one by one, once the rest is kept. */
export function EnvironmentDialog({ projectId, environment, like, onClose }: Props) {
  const client = useQueryClient();
  const [begun] = useState(() => (like ? copyOf(like) : formOf(environment)));
  const [form, setForm] = useState(begun);
  const [made, setMade] = useState(environment);
  const servers = useServers(projectId);
  const { setup } = form;
  const edit = (change: Partial<NewEnvironment>) =>
    setForm((old) => ({ ...old, setup: { ...old.setup, ...change } }));
  const setSecret = (name: string, value: string) =>
    setForm((old) => ({ ...old, secrets: { ...old.secrets, [name]: value } }));
  const save = useMutation({
    mutationFn: async () => {
      const base = `/projects/${projectId}/environments`;
      const body = toSend(form);
      // What was made stays made where one of its secrets is refused.
      const kept = made
        ? await api.put<Environment>(`${base}/${made.id}`, body)
        : await api.post<Environment>(base, body);
      setMade(kept);
      for (const { name } of kept.secrets) {
        const value = form.secrets[name];
        const path = `${base}/${kept.id}/secrets/${encodeURIComponent(name)}`;
        if (value) await api.put(path, { value });
      }
      if (!form.identity) return kept;
      const { pkcs12, password } = form.identity;
      return api.put<Environment>(`${base}/${kept.id}/client-certificate`, { pkcs12, password });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
    onSuccess: (kept) => {
      toast.success(`${kept.name} is kept`);
      onClose();
    },
  });
  return (
    <Dialog
      open
      wide
      dirty={JSON.stringify(form) !== JSON.stringify(begun)}
      onOpenChange={(open) => !open && onClose()}
      title={environment ? `Edit ${environment.name}` : "New environment"}
    >
      <form
        className="flex flex-col gap-5"
        aria-label="Environment"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label="Name"
            required
            maxLength={200}
            placeholder="Partner sandbox"
            value={setup.name}
            onChange={(name) => edit({ name })}
          />
          <label className="flex flex-col gap-1">
            Type
            <select
              className="field"
              value={setup.type}
              onChange={(e) => {
                const type = e.target.value as NewEnvironment["type"];
                edit({ type, readOnly: type === "PRODUCTION" });
              }}
            >
              {Object.entries(KIND_NAMES).map(([kind, name]) => (
                <option key={kind} value={kind}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          {setup.type === "MOCK" ? (
            <p className="text-muted sm:col-span-2">The mock of the project answers.</p>
          ) : (
            <TextField
              className="sm:col-span-2"
              label="Base URL"
              required
              choices={servers}
              placeholder="https://sandbox.example.com/v1"
              value={setup.baseUrl ?? ""}
              onChange={(baseUrl) => edit({ baseUrl })}
            />
          )}
        </div>
        <AuthFields
          form={form}
          projectId={projectId}
          environment={made}
          onAuth={(auth) => edit({ auth })}
          onSecret={setSecret}
        />
        <VariableRows
          variables={setup.variables}
          environment={made}
          secrets={form.secrets}
          onChange={(variables) => edit({ variables })}
          onSecret={setSecret}
        />
        <HeaderRows headers={setup.headers} onChange={(headers) => edit({ headers })} />
        <ConnectionFields
          setup={setup}
          environment={made}
          secrets={form.secrets}
          onSecret={setSecret}
          onEdit={edit}
          identity={form.identity}
          onIdentity={(identity) => setForm((old) => ({ ...old, identity }))}
        />
        <div className="flex flex-wrap gap-x-5">
          <Choice label="Default" on={setup.isDefault} onChange={(on) => edit({ isDefault: on })} />
          <Choice label="Active" on={setup.isActive} onChange={(on) => edit({ isActive: on })} />
          <Choice
            label="Read-only until unlocked"
            title="Only GET, HEAD, OPTIONS and QUERY are sent"
            on={setup.readOnly ?? false}
            onChange={(on) => edit({ readOnly: on })}
          />
          <Choice
            label="Partners may use it"
            on={setup.partnerEnabled}
            onChange={(on) => edit({ partnerEnabled: on })}
          />
        </div>
        {save.error && <ErrorState error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
