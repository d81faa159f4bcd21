// Changes told by the program make what was read stale.
import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import { transport } from "@/platform/transport";

interface Stream {
  /** Whether the stream of changes is there. */
  connected: boolean;
  /** How many new traces nobody has looked at, by project. */
  newTraces: Record<string, number>;
  /** The last partner that was told to be stuck. */
  stuck?: { projectId: string; partnerId: string };
}

/** What is known from the stream of changes. */
export const useStream = create<Stream>(() => ({ connected: true, newTraces: {} }));

/** Forgets that there are new traces. */
export function seeTraces(projectId: string) {
  useStream.setState(({ newTraces }) => ({ newTraces: { ...newTraces, [projectId]: 0 } }));
}

/** Follows changes for as long as the page lives. */
export function followChanges(client: QueryClient) {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (key: (string | null)[]) => {
    stale.add(JSON.stringify(key));
    // Many changes at once are one refresh.
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const text of stale) client.invalidateQueries({ queryKey: JSON.parse(text) });
      stale.clear();
    }, 120);
  };
  transport.then((t) =>
    t.follow({
      change({ topic, kind, projectId, subjectId }) {
        if (topic === "partner" && kind === "stuck" && projectId && subjectId)
          useStream.setState({ stuck: { projectId, partnerId: subjectId } });
        if (topic === "trace") {
          // Lists never move by themselves: the page says that there is something new.
          if (kind === "created" && projectId) {
            useStream.setState(({ newTraces }) => ({
              newTraces: { ...newTraces, [projectId]: (newTraces[projectId] ?? 0) + 1 },
            }));
          } else later(["trace", projectId]);
          later(["mock", projectId]);
          later(["recent-trace", projectId]);
          return;
        }
        later([topic, projectId]);
        later(["project"]);
        if (topic === "spec") later(["credential", projectId]);
        // What drafts are checked with; variables of the workspace count in every project.
        if (topic === "environment" || topic === "variable")
          later(projectId ? ["credential", projectId, "check"] : ["credential"]);
      },
      reset: () => client.invalidateQueries(),
      connected: (connected) => {
        if (connected && !useStream.getState().connected) client.invalidateQueries();
        useStream.setState({ connected });
      },
    }),
  );
}
