import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Mock } from "@/api/types";
import { copy } from "@/lib/copy";
import { Button } from "@/ui/button";

/** What a stateful mock keeps: forgotten, put away, put back from a file. */
export function MockState({ mock, onFailed }: { mock: Mock; onFailed: (error: Error) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const state = `/projects/${mock.projectId}/mocks/${mock.id}/state`;
  const reset = useMutation({
    mutationFn: () => api.del(state),
    onSuccess: () => toast.success("The mock is as it was at its start"),
    onError: onFailed,
  });
  const snapshot = useMutation({
    mutationFn: () => api.get<object>(state),
    onSuccess: (taken) => copy(JSON.stringify(taken, null, 2), "Snapshot"),
    onError: onFailed,
  });
  const restore = useMutation({
    mutationFn: async (file: File) => api.put(state, parse(await file.text())),
    onSuccess: () => toast.success("The state is put back"),
    onError: onFailed,
  });
  return (
    <div role="group" aria-label="State" className="mt-3 flex flex-wrap items-center gap-2">
      <span className="text-muted">
        {mock.keepState
          ? "What clients made is kept, also over restarts."
          : "What clients made is kept while it runs."}
      </span>
      <Button onClick={() => reset.mutate()} disabled={reset.isPending}>
        Reset
      </Button>
      <Button onClick={() => snapshot.mutate()} disabled={snapshot.isPending}>
        Copy a snapshot
      </Button>
      <Button onClick={() => chooser.current?.click()} disabled={restore.isPending}>
        Restore from a file
      </Button>
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        aria-label="Snapshot to restore"
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) restore.mutate(file);
          event.target.value = "";
        }}
      />
    </div>
  );
}

function parse(text: string): object {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The file is no JSON, so it is no snapshot");
  }
}
