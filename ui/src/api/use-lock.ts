// Unlocking a read-only environment, and locking it again.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { api } from "./client";
import type { Environment } from "./types";

/** How much time there is until then, such as `12 min left`; looks again by itself. */
function useMinutesLeft(until: string | null): string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!until) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, [until]);
  const minutes = Math.ceil((until ? Date.parse(until) - now : 0) / 60_000);
  return minutes > 1 ? `${minutes} min left` : "less than a minute left";
}

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
  const left = useMinutesLeft(unlockedUntil);
  return {
    left,
    unlocked: unlockedUntil !== null,
    pending: change.isPending,
    unlock: () => change.mutate(true),
    lock: () => change.mutate(false),
  };
}
