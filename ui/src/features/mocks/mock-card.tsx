import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useOperations } from "@/api/queries/spec";
import type { Mock } from "@/api/types";
import { copy } from "@/lib/copy";
import { clock, plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { MockBehaviour } from "./mock-behaviour";
import { MockGoes } from "./mock-goes";
import { MockHealth } from "./mock-health";
import { MockLog } from "./mock-log";
import { MockProxy } from "./mock-proxy";
import { MockSettings } from "./mock-settings";
import { MockState } from "./mock-state";
import { SignIn } from "./sign-in";

/** One mock: how it is, where it answers, what can be done with it. */
export function MockCard({ mock }: { mock: Mock }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const base = `/projects/${mock.projectId}/mocks/${mock.id}`;
  const operations = useOperations(mock.projectId);
  const simple = operations.data?.find((o) => o.method === "GET" && !o.path.includes("{"));
  const done = () => client.invalidateQueries({ queryKey: ["mock", mock.projectId] });
  const failed = (error: Error & { hint?: string | null }) =>
    toast.error(error.message, { description: error.hint });
  const act = useMutation({
    mutationFn: (what: string) => api.post(`${base}/${what}`),
    onSettled: done,
    onError: failed,
  });
  const remove = useMutation({ mutationFn: () => api.del(base), onSettled: done, onError: failed });
  const running = mock.state === "running";
  const curl = `curl -i '${mock.url}${simple?.path ?? "/"}'`;
  return (
    <section aria-label={`Mock on port ${mock.port ?? "any"}`} className="panel p-4">
      <div className="flex flex-wrap items-center gap-2">
        <MockHealth mock={mock} />
        {mock.proxy && (
          <Badge tone="neutral" icon={false}>
            proxy
          </Badge>
        )}
        {mock.url ? (
          <>
            <code className="break-all">{mock.url}</code>
            <IconButton label="Copy the address" onClick={() => copy(mock.url ?? "", "Address")}>
              <Copy size={14} aria-hidden />
            </IconButton>
          </>
        ) : (
          <span className="text-muted">{mock.port ? `port ${mock.port}` : "any port"}</span>
        )}
        <span className="text-muted">
          {plural(mock.requests, "request")}
          {mock.lastRequestAt ? `, the last at ${clock(mock.lastRequestAt)}` : ""}
        </span>
        <span className="flex flex-wrap gap-2 md:ml-auto">
          {running ? (
            <>
              <Button onClick={() => act.mutate("restart")} disabled={act.isPending}>
                Restart
              </Button>
              <Button onClick={() => act.mutate("stop")} disabled={act.isPending}>
                Stop
              </Button>
            </>
          ) : (
            <Button look="primary" onClick={() => act.mutate("start")} disabled={act.isPending}>
              Start
            </Button>
          )}
          <Button look="ghost" onClick={() => setAsking(true)}>
            Delete
          </Button>
        </span>
      </div>
      {mock.error && (
        <p role="alert" className="mt-2 text-error">
          {mock.error}
        </p>
      )}
      {running && (
        <div className="mt-3 flex items-center gap-2 rounded-md bg-sunken p-2">
          <code className="min-w-0 flex-1 break-all">{curl}</code>
          <IconButton label="Copy the command" onClick={() => copy(curl, "Command")}>
            <Copy size={14} aria-hidden />
          </IconButton>
        </div>
      )}
      {mock.goesAt && <MockGoes mock={mock} onFailed={failed} />}
      <MockSettings mock={mock} onDone={done} onFailed={failed} />
      {running && mock.stateful && <MockState mock={mock} onFailed={failed} />}
      <Part title="Requests, as they come">
        <MockLog mock={mock} />
      </Part>
      <Part title="Behaviour: latency, credentials, quotas, faults, rules">
        <MockBehaviour mock={mock} />
      </Part>
      <Part title={mock.proxy ? `Proxy of ${mock.proxy.upstream}` : "Proxy: a real API behind it"}>
        <MockProxy mock={mock} onDone={done} onFailed={failed} />
      </Part>
      {mock.provider && <SignIn provider={mock.provider} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this mock?"
        description="It stops, and its settings, behaviour and state are gone; its traces stay."
        action="Delete"
        onConfirm={() => remove.mutate()}
      />
    </section>
  );
}

/** A part of the card that is there once it is opened. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="mt-3" onToggle={(event) => setOpened(event.currentTarget.open || opened)}>
      <summary className="cursor-pointer break-words">{title}</summary>
      {opened && children}
    </details>
  );
}
