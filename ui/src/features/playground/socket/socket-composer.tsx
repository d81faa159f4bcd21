import { Send } from "lucide-react";
import { useState } from "react";
import type { SendMessage } from "@/api/types";
import { useKeys } from "@/lib/bindings";
import { Button } from "@/ui/button";
import { Editor } from "@/ui/editor";

type Kind = "json" | "text" | "hex" | "base64" | "ping";

const NAMES: Record<Kind, string> = {
  json: "JSON",
  text: "Text",
  hex: "Bytes, hexadecimal",
  base64: "Bytes, base64",
  ping: "Ping",
};

/** What is written as a message to send. */
export function messageOf(kind: Kind, text: string): SendMessage {
  switch (kind) {
    case "hex":
    case "base64":
      return { kind: "binary", data: text, encoding: kind };
    default:
      return { kind, text };
  }
}

interface Props {
  tabId: string;
  open: boolean;
  onSend: (message: SendMessage) => Promise<void>;
}

// What was written last stays while other tabs are shown.
const written = new Map<string, { kind: Kind; text: string }>();

/** A message being written. */
export function SocketComposer({ tabId, open, onSend }: Props) {
  const [kind, setKind] = useState<Kind>(() => written.get(tabId)?.kind ?? "json");
  const [text, setText] = useState(() => written.get(tabId)?.text ?? "");
  const [error, setError] = useState<string | null>(null);
  const keys = useKeys("send");
  const change = (next: { kind?: Kind; text?: string }) => {
    written.set(tabId, { kind, text, ...next });
    if (next.kind) setKind(next.kind);
    if (next.text !== undefined) setText(next.text);
    setError(null);
  };
  const send = async () => {
    if (!open) return;
    setError(null);
    try {
      await onSend(messageOf(kind, text));
    } catch (failure) {
      setError((failure as Error).message);
    }
  };
  return (
    <section aria-label="Message to send" className="flex shrink-0 flex-col border-t border-line">
      <div className="h-28">
        <Editor
          label="Message"
          modelKey={`${tabId} message`}
          short
          value={text}
          language={kind === "json" ? "json" : "plaintext"}
          onChange={(next) => change({ text: next })}
          onSubmit={send}
        />
      </div>
      {error && (
        <p role="alert" className="px-3 text-error">
          {error}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2 p-2">
        <select
          className="field w-auto"
          aria-label="Kind of message"
          value={kind}
          onChange={(e) => change({ kind: e.target.value as Kind })}
        >
          {Object.entries(NAMES).map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Button
          look="primary"
          className="ml-auto"
          disabled={!open}
          title={open ? keys : "Connect first"}
          onClick={send}
        >
          <Send size={14} aria-hidden /> Send message
        </Button>
      </div>
    </section>
  );
}
