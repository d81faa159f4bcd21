// Unlocking a read-only environment, and locking it again.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "sonner";
import { api } from "./client";
import type { Environment } from "./types";

/** Whether unsafe methods go there now, and what changes that. */
export function useLock(environment: Environment) {
  const { projectId, id, unlockedUntil } = environment;
  const client = useQueryClient();
  const path = `/projects/${projectId}/environments/${id}/unlock`;
  const change = useMutation({
    mutationFn: (open: boolean) => (open ? api.post(path) : api.del(path)),
    onSettled: () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
    onError: (error) => toast.error(error.message),
  });
  useEffect(() => {
    if (!unlockedUntil) return;
    // Nothing tells that the time is over: the page looks by itself then.
    const timer = setTimeout(
      () => client.invalidateQueries({ queryKey: ["environment", projectId] }),
      Math.max(0, Date.parse(unlockedUntil) - Date.now()) + 500,
    );
    return () => clearTimeout(timer);
  }, [unlockedUntil, projectId, client]);
  return {
    unlocked: unlockedUntil !== null,
    pending: change.isPending,
    unlock: () => change.mutate(true),
    lock: () => change.mutate(false),
  };
}
