// WebSockets by tab: they go on while another tab is shown, and are found again after a reload.
import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";
import { ApiFailure, api } from "@/api/client";
import type { Draft, SendMessage, SocketMessage, SocketProgress } from "@/api/types";
import { sendOptions } from "../sending/send-options";
import { changeTab, type RequestTab } from "../tabs/tab-store";

/** Most messages that the page keeps of one WebSocket. */
const KEPT = 5_000;
/** Shortest time between two questions, in milliseconds: a fast stream is drawn in steps. */
const STEP = 100;

export interface LiveSocket {
  id: string;
  progress?: SocketProgress;
  messages: SocketMessage[];
  /** How many messages the page does not have any more. */
  skipped: number;
  failure?: Error;
}

export const useSockets = create<{ all: Record<string, LiveSocket> }>(() => ({ all: {} }));

const pathOf = (projectId: string, id: string) => `/projects/${projectId}/playground/sockets/${id}`;

function change(tabId: string, made: (old: LiveSocket) => LiveSocket) {
  useSockets.setState(({ all }) => {
    const old = all[tabId];
    return old ? { all: { ...all, [tabId]: made(old) } } : { all };
  });
}

/** Whether it is not over yet. */
export const isLive = (socket: LiveSocket | undefined) =>
  socket !== undefined && !socket.failure && socket.progress?.state !== "closed";

/** What has come, added to what is there. */
export function added(old: LiveSocket, progress: SocketProgress): LiveSocket {
  const { messages, ...rest } = progress;
  const all = messages.length > 0 ? [...old.messages, ...messages] : old.messages;
  const kept = all.length > KEPT ? all.slice(-KEPT) : all;
  const first = kept[0]?.number ?? progress.next + 1;
  return {
    ...old,
    progress: { ...rest, messages: [] },
    messages: kept,
    skipped: first - 1,
  };
}

async function follow(client: QueryClient, projectId: string, tabId: string, id: string) {
  const path = pathOf(projectId, id);
  const isShown = () => useSockets.getState().all[tabId]?.id === id;
  let query = "";
  while (isShown()) {
    const began = Date.now();
    const progress = await api.get<SocketProgress>(path + query);
    if (!isShown()) return;
    change(tabId, (old) => added(old, progress));
    // Version 0 says that there is more to fetch.
    if (progress.state === "closed" && progress.version !== 0) {
      changeTab(projectId, tabId, {
        socketId: undefined,
        ...(progress.traceId ? { traceId: progress.traceId } : {}),
      });
      client.invalidateQueries({ queryKey: ["sent", projectId] });
      return;
    }
    query = `?after=${progress.next}&version=${progress.version}`;
    const left = STEP - (Date.now() - began);
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }
}

async function begin(
  client: QueryClient,
  projectId: string,
  tabId: string,
  id: string,
  open: () => Promise<unknown>,
) {
  useSockets.setState(({ all }) => ({
    all: { ...all, [tabId]: { id, messages: [], skipped: 0 } },
  }));
  try {
    await open();
    await follow(client, projectId, tabId, id);
  } catch (error) {
    // Where nothing answers, as when the page goes away, it may go on and be found again.
    if (!(error instanceof ApiFailure) || error.status !== 0)
      changeTab(projectId, tabId, { socketId: undefined });
    change(tabId, (old) => (old.id === id ? { ...old, failure: error as Error } : old));
  }
}

/** Opens the WebSocket of a tab, unless one is open. */
export function connect(client: QueryClient, projectId: string, tabId: string, draft: Draft) {
  if (isLive(useSockets.getState().all[tabId])) return;
  const id = crypto.randomUUID();
  changeTab(projectId, tabId, { socketId: id });
  const { timeoutMs } = sendOptions(projectId);
  void begin(client, projectId, tabId, id, () =>
    api.put(pathOf(projectId, id), { draft, timeoutMs }),
  );
}

/** Goes on with the WebSocket that a tab had before the page was loaded. */
export function resume(client: QueryClient, projectId: string, tab: RequestTab) {
  const { socketId } = tab;
  if (!socketId || useSockets.getState().all[tab.id]) return;
  const look = async () => {
    try {
      await api.get(`${pathOf(projectId, socketId)}?version=0`);
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 404) throw error;
      // It ended meanwhile: what came of it is in the history.
      changeTab(projectId, tab.id, { socketId: undefined });
      useSockets.setState(({ all: { [tab.id]: _, ...all } }) => ({ all }));
    }
  };
  void begin(client, projectId, tab.id, socketId, look);
}

/** Sends a message; fails where it cannot be sent. */
export async function sendMessage(projectId: string, tabId: string, message: SendMessage) {
  const socket = useSockets.getState().all[tabId];
  if (socket) await api.post(`${pathOf(projectId, socket.id)}/messages`, message);
}

/** Closes it; one that is not open yet is given up. */
export async function disconnect(projectId: string, tabId: string, code = 1000, reason = "") {
  const socket = useSockets.getState().all[tabId];
  if (!socket || !isLive(socket)) return;
  const query = new URLSearchParams({ code: String(code), reason });
  await api.del(`${pathOf(projectId, socket.id)}?${query}`);
}
