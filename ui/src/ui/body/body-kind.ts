// What a body is, and how it can be shown.
import type { TraceBody } from "@/api/types";

export type Kind =
  | "json"
  | "image"
  | "pdf"
  | "html"
  | "csv"
  | "tsv"
  | "ndjson"
  | "events"
  | "text"
  | "bytes";

/** What the media type says, else what the text looks like. */
export function kindOf(body: TraceBody): Kind {
  const type = (body.contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (/(ndjson|jsonl|json-seq|json-lines)$/.test(type)) return "ndjson";
  if (type.endsWith("json")) return "json";
  if (type.startsWith("image/")) return "image";
  if (type === "application/pdf") return "pdf";
  if (type === "text/html" || type === "application/xhtml+xml") return "html";
  if (type === "text/csv") return "csv";
  if (type === "text/tab-separated-values") return "tsv";
  if (type === "text/event-stream") return "events";
  if (body.base64 != null) return "bytes";
  if (type === "" && /^\s*[[{]/.test(body.text ?? "")) return "json";
  return "text";
}

const ENDINGS: Record<Kind, string> = {
  json: "json",
  image: "",
  pdf: "pdf",
  html: "html",
  csv: "csv",
  tsv: "tsv",
  ndjson: "ndjson",
  events: "txt",
  text: "txt",
  bytes: "bin",
};

/** The name of a file with the body. */
export function fileNameOf(body: TraceBody): string {
  const kind = kindOf(body);
  const image = /^image\/([a-z0-9]+)/i.exec(body.contentType ?? "")?.[1];
  const xml = /xml/.test(body.contentType ?? "") && kind === "text" ? "xml" : undefined;
  return `response.${image ?? xml ?? ENDINGS[kind]}`;
}

/** The bytes that were kept. */
export function bytesOf(body: TraceBody): Uint8Array<ArrayBuffer> {
  if (body.base64 == null) return new TextEncoder().encode(body.text ?? "");
  const raw = atob(body.base64);
  const bytes = new Uint8Array(raw.length);
  for (let n = 0; n < raw.length; n++) bytes[n] = raw.charCodeAt(n);
  return bytes;
}

/** How many bytes were kept. */
export const keptBytes = (body: TraceBody) =>
  body.base64 == null
    ? new TextEncoder().encode(body.text ?? "").length
    : Math.floor((body.base64.replace(/=+$/, "").length * 3) / 4);
