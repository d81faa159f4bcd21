import { useMutation } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { api } from "@/api/client";
import type { Discovered, EnvironmentAuth } from "@/api/types";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { discovered } from "./form";
import { TextField } from "./text-field";

type OAuth = Extract<EnvironmentAuth, { kind: "oauth2" }>;

interface Props {
  projectId: string;
  environmentId: string | undefined;
  auth: OAuth;
  onAuth: (auth: EnvironmentAuth) => void;
}

/** Who gives the tokens; it can say by itself where. */
export function IssuerField({ projectId, environmentId, auth, onAuth }: Props) {
  const issuer = auth.issuer?.trim() ?? "";
  const ask = useMutation({
    mutationFn: () =>
      api.post<Discovered>(`/projects/${projectId}/oauth/discover`, { issuer, environmentId }),
    onSuccess: (found) => onAuth(discovered(auth, found)),
  });
  const found = ask.data;
  return (
    <div className="flex flex-col gap-2 sm:col-span-2">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          className="min-w-48 flex-1"
          label="Issuer"
          placeholder="https://login.example.com/tenant"
          value={auth.issuer ?? ""}
          onChange={(text) => onAuth({ ...auth, issuer: text })}
        />
        <Button disabled={issuer === "" || ask.isPending} onClick={() => ask.mutate()}>
          <Search size={14} aria-hidden /> Look up its addresses
        </Button>
      </div>
      <div aria-live="polite">
        {ask.error && <ErrorState error={ask.error} />}
        {found && !ask.isPending && (
          <p className="text-muted">
            {found.issuer} has filled in its addresses below
            {!found.grants.includes(auth.grant ?? "clientCredentials") &&
              ", and does not name this way of coming by tokens"}
            .
          </p>
        )}
      </div>
    </div>
  );
}
