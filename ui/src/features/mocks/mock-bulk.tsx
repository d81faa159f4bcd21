import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Mock, MockOutcome } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";

type Action = "start" | "stop" | "restart" | "delete";
const DONE = { start: "started", stop: "stopped", restart: "restarted", delete: "deleted" };
/** Days without a request after which a mock counts as unused. */
const UNUSED = 1;

/** What can be done with all mocks of a project at once. */
export function MockBulk({ projectId, mocks }: { projectId: string; mocks: Mock[] }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: (action: Action) =>
      api.post<{ items: MockOutcome[] }>(`/projects/${projectId}/mocks/actions`, {
        action,
        ...(action === "delete" ? { unusedDays: UNUSED } : {}),
      }),
    onSuccess: ({ items }, action) => {
      const failed = items.filter((o) => o.error);
      const done = items.length - failed.length;
      if (done > 0) toast.success(`${plural(done, "mock")} ${DONE[action]}`);
      for (const { error } of failed) toast.error(error ?? "");
    },
    onError: (error) => toast.error(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ["mock", projectId] }),
  });
  const running = mocks.some((m) => m.state === "running");
  const resting = mocks.some((m) => m.state !== "running");
  const day = Date.now() - UNUSED * 24 * 60 * 60 * 1000;
  const unused = mocks.filter((m) => Date.parse(m.lastRequestAt ?? m.createdAt) <= day);
  return (
    <div role="group" aria-label="All mocks" className="flex flex-wrap gap-2">
      <Button onClick={() => act.mutate("start")} disabled={!resting || act.isPending}>
        Start all
      </Button>
      <Button onClick={() => act.mutate("stop")} disabled={!running || act.isPending}>
        Stop all
      </Button>
      <Button onClick={() => act.mutate("restart")} disabled={!running || act.isPending}>
        Restart all
      </Button>
      <Button
        look="ghost"
        title="Those that nobody has asked for a day"
        onClick={() => setAsking(true)}
        disabled={unused.length === 0 || act.isPending}
      >
        Delete unused
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${plural(unused.length, "mock")}?`}
        description="Nobody has asked them for a day. Their settings, behaviour and state are gone then; their traces stay."
        action="Delete"
        onConfirm={() => act.mutate("delete")}
      />
    </div>
  );
}
