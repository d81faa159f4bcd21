// Messages of a WebSocket: read from a kept transcript, searched, and shown.
import type { SocketMessage, TraceDetail } from "@/api/types";
import { indentJson } from "@/lib/json-text";

/** Whether an exchange was, or was to be, a WebSocket. */
export const isSocketUrl = (url: string) => /^wss?:/i.test(url);

/** The messages of a kept WebSocket: one a line; a line that was cut is left out. */
export function transcriptOf(trace: TraceDetail): SocketMessage[] {
  const body = trace.response?.body;
  if (!isSocketUrl(trace.url) || trace.status !== 101 || !body?.text) return [];
  return body.text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as SocketMessage];
    } catch {
      return [];
    }
  });
}

/** What a message says, in one text: bytes in hexadecimal. */
export function saidBy(message: SocketMessage): string {
  if (message.text != null) return message.text;
  if (message.base64 == null) return "";
  const bytes = Uint8Array.from(atob(message.base64), (c) => c.charCodeAt(0));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** The same with JSON set in lines. */
export function prettyOf(message: SocketMessage): string {
  const said = saidBy(message);
  if (message.kind !== "text" || !/^\s*[[{]/.test(said)) return said;
  try {
    JSON.parse(said);
    return indentJson(said);
  } catch {
    return said;
  }
}

export interface Filter {
  words: string;
  /** `all`, a direction, or `control` for pings, pongs and closes. */
  show: "all" | "sent" | "received" | "control";
}

const isControl = (message: SocketMessage) => !["text", "binary"].includes(message.kind);

/** The messages that a filter leaves. */
export function filtered(messages: SocketMessage[], { words, show }: Filter): SocketMessage[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "" && show === "all") return messages;
  return messages.filter(
    (m) =>
      (show === "all" || (show === "control" ? isControl(m) : m.direction === show)) &&
      (wanted === "" || saidBy(m).toLowerCase().includes(wanted)),
  );
}
