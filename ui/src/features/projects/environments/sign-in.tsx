import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Environment, SignIn } from "@/api/types";
import { dateTime } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";

interface Props {
  environment: Environment;
  grant: "authorizationCode" | "device";
}

/** Signing in to an environment, how far that is, and signing out. */
export function SignInPanel({ environment, grant }: Props) {
  const { projectId, id, name } = environment;
  const client = useQueryClient();
  const path = `/projects/${projectId}/environments/${id}/oauth`;
  // Under the key of environments: what tells that one has changed refreshes this too.
  const key = ["environment", projectId, id, "signIn"];
  const status = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<SignIn>(`${path}/status`, signal),
  });
  const take = { onSuccess: (told: SignIn) => client.setQueryData(key, told) };
  const begin = useMutation({
    mutationFn: () => api.post<SignIn>(`${path}/${grant === "device" ? "device" : "authorize"}`),
    ...take,
  });
  const leave = useMutation({ mutationFn: () => api.post<SignIn>(`${path}/revoke`), ...take });
  const told = status.data;
  if (!told) return null;
  const isIn = told.since !== null;
  const error = begin.error ?? leave.error ?? status.error;
  return (
    <section aria-label={`Sign-in of ${name}`} className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <span>Sign-in</span>
        <Badge tone={isIn ? "ok" : told.state === "failed" ? "err" : "warn"}>
          {isIn ? "signed in" : told.state === "failed" ? "failed" : "signed out"}
        </Badge>
        {told.since && (
          <span className="text-subtle">
            {dateTime(told.since)}
            {told.renewable
              ? ", renewed by itself"
              : told.expiresAt
                ? `, ends ${dateTime(told.expiresAt)}`
                : ""}
            {told.scopes.length > 0 && `, for ${told.scopes.join(" ")}`}
          </span>
        )}
      </p>
      {told.message && (
        <p role="alert" className="break-words text-error">
          {told.message}
        </p>
      )}
      {told.state === "waiting" && told.url && (
        <div role="status" className="flex flex-col gap-1 rounded-md bg-sunken p-3">
          <p>
            <a className="link" href={told.url} target="_blank" rel="noreferrer">
              Open the sign-in page
            </a>
            {told.userCode ? " and type this code there:" : ". It comes back here by itself."}
          </p>
          {told.userCode && (
            <code className="text-xl font-semibold tracking-widest">{told.userCode}</code>
          )}
          {told.waitsUntil && (
            <p className="text-subtle">Waiting until {dateTime(told.waitsUntil)}.</p>
          )}
        </div>
      )}
      {error && <ErrorState error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          aria-label={`${isIn ? "Sign in again" : "Sign in"} to ${name}`}
          onClick={() => begin.mutate()}
          disabled={begin.isPending}
        >
          {told.state === "waiting" ? "Begin again" : isIn ? "Sign in again" : "Sign in"}
        </Button>
        {(isIn || told.state === "waiting") && (
          <Button
            look="ghost"
            aria-label={`${isIn ? "Sign out" : "Cancel the sign-in"} of ${name}`}
            onClick={() => leave.mutate()}
          >
            {isIn ? "Sign out" : "Cancel"}
          </Button>
        )}
      </div>
    </section>
  );
}
