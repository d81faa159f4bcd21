import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { seeTraces, useStream } from "@/api/events";

/** How often a live list looks for new traces, in milliseconds. */
const LIVE = 700;

/** Whether a list shows new traces by itself, whether there are any, and how to show them. */
export function useLive(projectId: string) {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const fresh = useStream((s) => s.newTraces[projectId] ?? 0);
  const refresh = useCallback(() => {
    seeTraces(projectId);
    client.resetQueries({ queryKey: ["trace", projectId] });
  }, [projectId, client]);
  // Whoever opens the page sees what there is: nothing in it is new.
  useEffect(() => {
    if (useStream.getState().newTraces[projectId]) refresh();
  }, [projectId, refresh]);
  // Many new traces at once are one look.
  useEffect(() => {
    if (!live || fresh === 0) return;
    const timer = setTimeout(refresh, LIVE);
    return () => clearTimeout(timer);
  }, [live, fresh, refresh]);
  return { live, setLive, hasNew: fresh > 0, refresh };
}
