import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import type { Variable } from "@/api/types";
import { Button } from "./button";
import { ErrorState } from "./states";

/** What is being written: a new variable, one of a given name, or one that is there. */
export interface Writing {
  name: string;
  fixed?: boolean;
  was?: Variable;
}

interface Props {
  writing: Writing;
  path: string;
  scope: string | null;
  onClose: () => void;
}

/** Sets a variable of a scope: in the open, or in the vault. */
export function VariableForm({ writing, path, scope, onClose }: Props) {
  const client = useQueryClient();
  const variable = writing.was;
  const [name, setName] = useState(writing.name);
  const [value, setValue] = useState(variable?.value ?? "");
  const [secret, setSecret] = useState(variable?.secret ?? false);
  const keep = useMutation({
    mutationFn: () => api.put(`${path}/${encodeURIComponent(name.trim())}`, { value, secret }),
    onSettled: () => client.invalidateQueries({ queryKey: ["variable", scope] }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form
      aria-label="Variable"
      onSubmit={submit}
      className="flex flex-col gap-2 rounded-md bg-sunken p-3"
    >
      <div className="grid gap-2 sm:grid-cols-2">
        <label className="flex flex-col gap-1">
          Name
          <input
            className="field font-mono text-xs"
            required
            maxLength={200}
            readOnly={variable !== undefined || writing.fixed}
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        </label>
        <label className="flex flex-col gap-1">
          Value
          <input
            className="field font-mono text-xs"
            type={secret ? "password" : "text"}
            autoComplete="off"
            required={secret}
            placeholder={variable?.secret ? "a new value" : undefined}
            value={value}
            onChange={(e) => setValue(e.target.value)}
          />
        </label>
      </div>
      <label className="row">
        <input type="checkbox" checked={secret} onChange={(e) => setSecret(e.target.checked)} />
        Secret: encrypted on this machine and never shown
      </label>
      {keep.error && <ErrorState error={keep.error} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={keep.isPending}>
          Keep
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
