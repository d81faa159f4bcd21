// Requests on their way, by tab: they go on while another tab is shown.
import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import { type Coming, runExchange } from "@/api/exchange";
import type { Draft } from "@/api/types";
import { changeTab } from "../tabs/tab-store";
import { sendOptions } from "./send-options";

interface Sends {
  running: Record<string, AbortController>;
  /** What has come so far. */
  coming: Record<string, Coming>;
  failed: Record<string, Error>;
}

export const useSends = create<Sends>(() => ({
  running: {},
  coming: {},
  failed: {},
}));

const without = <T>(all: Record<string, T>, id: string) => {
  const { [id]: _, ...rest } = all;
  return rest;
};

/** Sends the draft of a tab, unless one of it is on its way. */
export async function send(client: QueryClient, projectId: string, tabId: string, draft: Draft) {
  if (useSends.getState().running[tabId]) return;
  const controller = new AbortController();
  useSends.setState(({ running, failed }) => ({
    running: { ...running, [tabId]: controller },
    failed: without(failed, tabId),
  }));
  try {
    const tell = (now: Coming) =>
      useSends.setState(({ coming }) => ({ coming: { ...coming, [tabId]: now } }));
    const trace = await runExchange(
      projectId,
      draft,
      sendOptions(projectId),
      tell,
      controller.signal,
    );
    client.setQueryData(["kept-trace", projectId, trace.id], trace);
    changeTab(projectId, tabId, { traceId: trace.id });
    client.invalidateQueries({ queryKey: ["sent", projectId] });
  } catch (error) {
    if (!controller.signal.aborted)
      useSends.setState(({ failed }) => ({ failed: { ...failed, [tabId]: error as Error } }));
  } finally {
    useSends.setState(({ running, coming }) => ({
      running: without(running, tabId),
      coming: without(coming, tabId),
    }));
  }
}

/** Ends it: what has come until then is kept. */
export const cancelSend = (tabId: string) => useSends.getState().running[tabId]?.abort();
