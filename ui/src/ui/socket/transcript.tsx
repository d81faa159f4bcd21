import { useMemo } from "react";
import type { TraceDetail } from "@/api/types";
import { CutNote } from "../body/body-panel";
import { MessageList } from "./message-list";
import { transcriptOf } from "./messages";

/** What was kept of the messages of a WebSocket. */
export function Transcript({ trace }: { trace: TraceDetail }) {
  const messages = useMemo(() => transcriptOf(trace), [trace]);
  const body = trace.response?.body;
  return (
    <div className="flex h-full min-h-60 flex-col">
      {body && <CutNote body={body} canSave={false} />}
      <MessageList messages={messages} empty="Nothing went through it." />
    </div>
  );
}
