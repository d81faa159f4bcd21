import { KeyRound, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import type { Draft } from "@/api/types";
import { Button } from "@/ui/button";
import { VariableInput } from "./variable-input";

interface Props {
  draft: Draft;
  onEdit: (change: Partial<Draft>) => void;
}

/** The name and password of a request itself, for HTTP Basic. */
export function OwnLogin({ draft, onEdit }: Props) {
  const { basic, target } = draft;
  const [shown, setShown] = useState(() => /\{\{/.test(basic?.password ?? ""));
  const id = useId();
  const [added, setAdded] = useState(false);
  const set = (change: Partial<NonNullable<Draft["basic"]>>) =>
    onEdit({ basic: { username: "", password: "", ...basic, ...change } });
  if (!basic)
    return (
      <div>
        <Button
          onClick={() => {
            setAdded(true);
            set({});
          }}
        >
          <KeyRound size={14} aria-hidden /> Add a name and password
        </Button>
      </div>
    );
  const written = draft.headers?.some(
    (h) => h.enabled && h.name.trim().toLowerCase() === "authorization",
  );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Name and password of this request (Basic)</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <div className="flex flex-col gap-1">
          <label htmlFor={`${id}-name`}>Name</label>
          <VariableInput
            id={`${id}-name`}
            target={target}
            className="field font-mono text-xs"
            autoFocus={added}
            spellCheck={false}
            value={basic.username ?? ""}
            onText={(username) => set({ username })}
          />
        </div>
        <div className="flex flex-col gap-1">
          <label htmlFor={`${id}-password`}>Password</label>
          <VariableInput
            id={`${id}-password`}
            target={target}
            className="field font-mono text-xs"
            type={shown ? "text" : "password"}
            placeholder="{{password}}"
            spellCheck={false}
            value={basic.password ?? ""}
            onText={(password) => set({ password })}
          />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <label className="row">
          <input type="checkbox" checked={shown} onChange={(e) => setShown(e.target.checked)} />
          Show the password
        </label>
        <Button look="ghost" className="ml-auto" onClick={() => onEdit({ basic: undefined })}>
          <Trash2 size={14} aria-hidden /> Remove
        </Button>
      </div>
      <p className="text-subtle">
        {written
          ? "The header Authorization, which you have written, goes instead."
          : "A typed password is kept once the request is saved: in the vault."}
      </p>
    </fieldset>
  );
}
