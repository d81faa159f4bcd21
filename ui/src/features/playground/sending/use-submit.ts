import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "sonner";
import type { Draft } from "@/api/types";
import { connect, disconnect, isLive, resume, useSockets } from "../socket/socket-store";
import type { RequestTab } from "../tabs/tab-store";
import { cancelSend, send, useSends } from "./send-store";

/** How the draft of a tab is sent, or its WebSocket opened, and ended. */
export function useSubmit(projectId: string, tab: RequestTab, draft: Draft | null) {
  const client = useQueryClient();
  const sending = useSends((s) => s.running[tab.id] !== undefined);
  const coming = useSends((s) => s.coming[tab.id]);
  const failure = useSends((s) => s.failed[tab.id]);
  const live = useSockets((s) => isLive(s.all[tab.id]));
  useEffect(() => resume(client, projectId, tab), [client, projectId, tab]);
  const submit = () => {
    if (!draft) return;
    if (draft.socket) connect(client, projectId, tab.id, draft);
    else send(client, projectId, tab.id, draft);
  };
  const cancel = () => {
    if (!draft?.socket) return cancelSend(tab.id);
    disconnect(projectId, tab.id).catch((error: Error) => toast.error(error.message));
  };
  return { busy: draft?.socket ? live : sending, submit, cancel, coming, failure };
}
