import { useState } from "react";
import type { SocketProgress, TraceDetail } from "@/api/types";
import { bytes, millis, plural } from "@/lib/format";
import { Badge, StatusBadge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { HeaderTable } from "@/ui/exchange";
import { NavLink } from "@/ui/nav-link";
import { MessageList } from "@/ui/socket/message-list";
import { transcriptOf } from "@/ui/socket/messages";
import { ErrorState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Timeline } from "@/ui/timeline";
import { CloseForm } from "./close-form";
import { SocketComposer } from "./socket-composer";
import { disconnect, isLive, sendMessage, useSockets } from "./socket-store";

const STATES: Record<SocketProgress["state"], [Tone, string]> = {
  connecting: ["neutral", "connecting…"],
  open: ["ok", "open"],
  closing: ["neutral", "closing…"],
  closed: ["neutral", "closed"],
};

interface Props {
  projectId: string;
  tabId: string;
  /** What was kept of the last one. */
  trace: TraceDetail | undefined;
}

/** What goes through the WebSocket of a tab, else what went through the last one. */
export default function SocketView({ projectId, tabId, trace }: Props) {
  const socket = useSockets((s) => s.all[tabId]);
  const [tab, setTab] = useState("messages");
  const [closing, setClosing] = useState(false);
  const progress = socket?.progress;
  const isOpen = progress?.state === "open";
  const kept = socket ? undefined : trace;
  const messages = socket?.messages ?? (kept ? transcriptOf(kept) : []);
  const headers = progress?.headers ?? kept?.response?.headers ?? [];
  const error = progress?.error ?? kept?.error;
  const traceId = progress?.traceId ?? kept?.id;
  const whole = progress?.traceId === trace?.id ? trace : undefined;
  const end = progress?.close;
  const [tone, word] = progress ? STATES[progress.state] : (["neutral", "closed"] as const);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 p-3" aria-live="polite">
        {(socket || kept) && (
          <Badge tone={error && !isOpen ? "err" : tone}>
            {error && !isOpen ? "failed" : socket && !progress ? "connecting…" : word}
          </Badge>
        )}
        {(progress?.status ?? kept?.status) != null && (
          <StatusBadge status={progress?.status ?? kept?.status} />
        )}
        {progress?.subprotocol && <code>{progress.subprotocol}</code>}
        {progress && (
          <span className="text-muted tabular-nums">
            {plural(progress.sent.messages, "message")} sent ({bytes(progress.sent.bytes)}),{" "}
            {progress.received.messages} received ({bytes(progress.received.bytes)})
          </span>
        )}
        {kept && <span className="text-muted">{millis(kept.durationMs)}</span>}
        <span className="ml-auto flex gap-2">
          {isOpen && !closing && (
            <Button look="ghost" onClick={() => setClosing(true)}>
              Close with…
            </Button>
          )}
          {traceId && (
            <NavLink to={`/projects/${projectId}/traces/${traceId}`}>See the trace</NavLink>
          )}
        </span>
        {end && (
          <p className="basis-full">
            {end.by === "sent" ? "Closed here" : "Closed by the server"} with {end.code}
            {end.reason && <> “{end.reason}”</>}: <span className="text-muted">{end.meaning}</span>
          </p>
        )}
        {error && (
          <p role="alert" className="basis-full text-error">
            {error.message}
          </p>
        )}
      </div>
      {socket?.failure && <ErrorState error={socket.failure} />}
      {closing && isOpen && (
        <CloseForm
          onClose={(code, reason) => disconnect(projectId, tabId, code, reason)}
          onDone={() => setClosing(false)}
        />
      )}
      <Tabs
        label="Parts of the connection"
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "messages",
            label: `Messages ${messages.length}`,
            content: (
              <div className="flex h-full min-h-80 flex-col">
                <MessageList
                  messages={messages}
                  skipped={socket?.skipped}
                  empty={
                    isLive(socket)
                      ? "Nothing went through yet."
                      : "Connect, and see here what goes through."
                  }
                />
                <SocketComposer
                  key={tabId}
                  tabId={tabId}
                  open={isOpen}
                  onSend={(message) => sendMessage(projectId, tabId, message)}
                />
              </div>
            ),
          },
          {
            id: "headers",
            label: `Headers ${headers.length}`,
            content: <HeaderTable label="Response headers" headers={headers} />,
          },
          ...(whole
            ? [{ id: "timing", label: "Timing", content: <Timeline timing={whole.timing} /> }]
            : []),
        ]}
      />
    </div>
  );
}
