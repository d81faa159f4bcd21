import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiFailure, api } from "@/api/client";
import type { Draft, SavedRequestDetail, TraceDetail } from "@/api/types";
import { keptOf } from "../tabs/kept-drafts";
import { changeTab, keepDraft, type RequestTab } from "../tabs/tab-store";
import { forgetOldDraft, loadTarget, takeOldDraft } from "./draft-store";
import { freeDraft } from "./free";
import { freeFromTrace, fromTrace } from "./from-trace";
import { useUsualTarget } from "./use-usual-target";

/** The draft as it was left; what was saved and not edited since is read anew. */
function left(projectId: string, tab: RequestTab): Draft | null {
  const kept = tab.savedId && !tab.edited ? null : (keptOf(tab.id)?.draft ?? null);
  const isNew = !tab.from && !tab.savedId;
  const found = kept ?? (isNew ? takeOldDraft(projectId, tab.operationId) : null);
  return found && { ...found, target: loadTarget(projectId) ?? found.target };
}

/** The draft of a tab: as it was left, else from its saved request, its trace, or the examples. */
export function useDraft(projectId: string, tab: RequestTab) {
  const base = `/projects/${projectId}`;
  const { operationId, savedId, from } = tab;
  const [draft, setDraft] = useState(() => left(projectId, tab));
  const latest = useRef(draft);
  const needed = draft === null;
  const usual = useUsualTarget(projectId);
  const put = useCallback(
    (next: Draft, fresh = false) => {
      latest.current = next;
      setDraft(next);
      keepDraft(projectId, tab.id, next, fresh);
    },
    [projectId, tab.id],
  );
  // An old draft becomes the draft of this tab.
  useEffect(() => {
    if (!latest.current || keptOf(tab.id)) return;
    keepDraft(projectId, tab.id, latest.current);
    forgetOldDraft(projectId, operationId);
  }, [projectId, tab.id, operationId]);

  const made = useQuery({
    queryKey: ["spec", projectId, "sample", operationId, from ?? "", savedId ?? ""],
    enabled: needed,
    gcTime: savedId ? 0 : undefined,
    queryFn: async ({ signal }) => {
      if (savedId) {
        const saved = await api.get<SavedRequestDetail>(`${base}/requests/${savedId}`, signal);
        return { draft: saved.draft, leftOut: [] };
      }
      const trace = from ? await api.get<TraceDetail>(`${base}/traces/${from}`, signal) : undefined;
      const called = operationId || trace?.operationId;
      if (!called) return trace ? freeFromTrace(trace) : { draft: freeDraft(false), leftOut: [] };
      const sample = await api.get<Draft>(`${base}/operations/${called}/sample`, signal);
      return trace ? fromTrace(sample, trace) : { draft: sample, leftOut: [] };
    },
  });
  useEffect(() => {
    if (!needed || !made.data || !usual) return;
    put({ ...made.data.draft, target: usual }, true);
    const { leftOut } = made.data;
    if (leftOut.length > 0) changeTab(projectId, tab.id, { leftOut });
  }, [needed, made.data, usual, put, projectId, tab.id]);

  // Its saved request is gone: the examples are left.
  const isGone =
    savedId !== undefined && made.error instanceof ApiFailure && made.error.status === 404;
  useEffect(() => {
    if (isGone) changeTab(projectId, tab.id, { savedId: undefined });
  }, [isGone, projectId, tab.id]);

  const edit = useCallback(
    (change: Partial<Draft>) => {
      if (latest.current) put({ ...latest.current, ...change });
    },
    [put],
  );
  const reset = async (query = "") => {
    if (!operationId) return;
    const sample = await api.get<Draft>(`${base}/operations/${operationId}/sample${query}`);
    put({ ...sample, target: latest.current?.target ?? sample.target }, !savedId);
  };
  /** The draft is now what is saved. */
  const saved = () => {
    if (latest.current) put(latest.current, true);
  };
  return { draft, edit, reset, saved, error: made.error, retry: made.refetch };
}
