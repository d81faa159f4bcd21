import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Catcher } from "@/api/types";
import { copy } from "@/lib/copy";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { CatcherSettings } from "./catcher-settings";
import { DeliveryList } from "./delivery-list";
import { nameOf } from "./schemes";

const TONES = { running: "ok", failed: "err", starting: "neutral", stopped: "neutral" } as const;

/** One catcher: where it listens, how it receives, what came. */
export function CatcherCard({ catcher }: { catcher: Catcher }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const base = `/projects/${catcher.projectId}/catchers/${catcher.id}`;
  const done = () => client.invalidateQueries({ queryKey: ["catcher", catcher.projectId] });
  const failed = (error: Error & { hint?: string | null }) =>
    toast.error(error.message, { description: error.hint });
  const act = useMutation({
    mutationFn: (what: string) => api.post(`${base}/${what}`),
    onSettled: done,
    onError: failed,
  });
  const remove = useMutation({ mutationFn: () => api.del(base), onSettled: done, onError: failed });
  const clear = useMutation({
    mutationFn: () => api.del(`${base}/deliveries`),
    onSettled: done,
    onError: failed,
  });
  const running = catcher.state === "running";
  return (
    <section aria-label={`Catcher on port ${catcher.port ?? "any"}`} className="panel p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={TONES[catcher.state]}>{catcher.state}</Badge>
        {catcher.url ? (
          <>
            <code className="break-all">{catcher.url}</code>
            <IconButton
              label="Copy the catcher's address"
              onClick={() => copy(catcher.url ?? "", "Address")}
            >
              <Copy size={14} aria-hidden />
            </IconButton>
          </>
        ) : (
          <span className="text-muted">{catcher.port ? `port ${catcher.port}` : "any port"}</span>
        )}
        <span className="text-muted">
          {nameOf(catcher.settings.scheme)} · {catcher.caught} caught
        </span>
        <span className="flex flex-wrap gap-2 md:ml-auto">
          {catcher.caught > 0 && (
            <Button look="ghost" onClick={() => clear.mutate()} disabled={clear.isPending}>
              Clear
            </Button>
          )}
          {running ? (
            <Button onClick={() => act.mutate("stop")} disabled={act.isPending}>
              Stop
            </Button>
          ) : (
            <Button onClick={() => act.mutate("start")} disabled={act.isPending}>
              Start
            </Button>
          )}
          <Button look="ghost" onClick={() => setAsking(true)}>
            Delete
          </Button>
        </span>
      </div>
      {catcher.error && (
        <p role="alert" className="mt-2 text-error">
          {catcher.error}
        </p>
      )}
      <details className="mt-3">
        <summary className="cursor-pointer">Signature, webhook and answers</summary>
        <CatcherSettings catcher={catcher} onDone={done} onFailed={failed} />
      </details>
      <DeliveryList catcher={catcher} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this catcher?"
        description="It stops, and what it has caught is gone."
        action="Delete"
        onConfirm={() => remove.mutate()}
      />
    </section>
  );
}
