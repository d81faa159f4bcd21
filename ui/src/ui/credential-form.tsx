import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { CredentialStatus, SecuritySchemeSummary } from "@/api/types";
import { dateTime } from "@/lib/format";
import { Badge } from "./badge";
import { Button } from "./button";
import { ErrorState } from "./states";

interface Props {
  projectId: string;
  /** What the description says of the scheme. */
  about: SecuritySchemeSummary | undefined;
  status: CredentialStatus;
}

/** One credential of the project: set or not set, to be set, replaced or forgotten. */
export function CredentialForm({ projectId, about, status }: Props) {
  const { scheme, set, updatedAt } = status;
  const basic = about?.type === "basic";
  const [username, setUsername] = useState("");
  const [value, setValue] = useState("");
  const client = useQueryClient();
  const path = `/projects/${projectId}/credentials/${encodeURIComponent(scheme)}`;
  const refresh = () => client.invalidateQueries({ queryKey: ["credential", projectId] });
  const save = useMutation({
    mutationFn: () => api.put(path, basic ? { username, password: value } : { value }),
    onSuccess: () => {
      setValue("");
      setUsername("");
      refresh();
      toast.success(`The credential for ${scheme} is set`);
    },
  });
  const forget = useMutation({ mutationFn: () => api.del(path), onSuccess: refresh });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={submit}
      aria-label={`Credential for ${scheme}`}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h3>{scheme}</h3>
        <span className="text-muted">
          {about?.type}
          {about?.parameterName ? ` in ${about.in} ${about.parameterName}` : ""}
        </span>
        <Badge tone={set ? "ok" : "neutral"}>{set ? "set" : "not set"}</Badge>
        {updatedAt && <span className="text-subtle">{dateTime(updatedAt)}</span>}
      </div>
      {about?.metadataUrl && (
        <p className="break-all text-muted">Its provider tells of itself at {about.metadataUrl}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {basic && (
          <input
            className="field max-w-48"
            aria-label={`User name for ${scheme}`}
            placeholder="User name"
            autoComplete="off"
            value={username}
            onChange={(e) => setUsername(e.target.value)}
          />
        )}
        <input
          className="field max-w-80"
          type="password"
          aria-label={`${basic ? "Password" : "Key or token"} for ${scheme}`}
          placeholder={basic ? "Password" : "Key or token"}
          autoComplete="off"
          required
          value={value}
          onChange={(e) => setValue(e.target.value)}
        />
        <Button type="submit" disabled={save.isPending || value === ""}>
          {set ? "Replace" : "Set"}
        </Button>
        {set && (
          <Button look="ghost" onClick={() => forget.mutate()}>
            Forget
          </Button>
        )}
      </div>
      {save.error && <ErrorState error={save.error} />}
    </form>
  );
}
