// An exchange of the playground: begun, followed while its answer comes, and kept as a trace.
import { api } from "./client";
import type { Draft, ExchangeProgress, TraceDetail } from "./types";

/** How a draft is sent. */
export interface SendOptions {
  timeoutMs?: number;
  followRedirects?: boolean;
  retries?: number;
  /** Whether cookies of earlier answers go along. */
  useCookies?: boolean;
  /** The run it is part of. */
  runId?: string;
}

/** An exchange while it lasts, with all the text of a stream so far. */
export interface Coming extends ExchangeProgress {
  whole: string;
}

/**
 * Sends a draft and follows it to its end. `signal` ends it: what has come until then is kept, and
 * is in the trace.
 */
export async function runExchange(
  projectId: string,
  draft: Draft,
  options: SendOptions,
  tell: (coming: Coming) => void,
  signal: AbortSignal,
): Promise<TraceDetail> {
  const id = crypto.randomUUID();
  const path = `/projects/${projectId}/playground/exchanges/${id}`;
  signal.throwIfAborted();
  await api.put(path, { ...draft, ...options });
  // Where it has ended meanwhile there is nothing to cancel.
  const cancel = () => void api.del(path).catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    let whole = "";
    let asked = path;
    for (;;) {
      const progress = await api.get<ExchangeProgress>(asked);
      whole += progress.text;
      if (progress.traceId)
        return await api.get<TraceDetail>(`/projects/${projectId}/traces/${progress.traceId}`);
      tell({ ...progress, whole });
      asked = `${path}?after=${progress.next}&version=${progress.version}`;
    }
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
