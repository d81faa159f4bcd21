// Forms as fields and as text: application/x-www-form-urlencoded (WHATWG URL, 5) and
// multipart/form-data (RFC 7578).
import type { BodyField, Draft } from "@/api/types";

type Body = NonNullable<Draft["body"]>;
export type FormKind = "urlencoded" | "multipart";

/** Which kind of form a media type is. */
export function formKind(contentType: string): FormKind | null {
  const type = contentType.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return "urlencoded";
  return type === "multipart/form-data" ? "multipart" : null;
}

const BOUNDARY = "fairlead-boundary";
const boundaryOf = (contentType: string) =>
  /boundary="?([^";]+)"?/i.exec(contentType)?.[1] ?? BOUNDARY;

// Bytes as a text of the same length, so that files are left as they are.
const toBinary = (bytes: Uint8Array) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};
const fromBinary = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

/** The bytes of a file in base64. */
export const base64Of = (bytes: Uint8Array) => btoa(toBinary(bytes));

/** The fields of a body; nothing where its text cannot be read as fields. */
export function fieldsOf(body: Body): BodyField[] | null {
  if (body.fields) return body.fields;
  const kind = formKind(body.contentType);
  if (kind === "urlencoded")
    return [...new URLSearchParams(body.text ?? "")].map(([name, value]) => ({
      name,
      value,
      enabled: true,
    }));
  if (kind !== "multipart") return null;
  const raw =
    body.base64 != null ? atob(body.base64) : toBinary(new TextEncoder().encode(body.text ?? ""));
  if (raw.trim() === "") return [];
  const mark = `--${boundaryOf(body.contentType)}`;
  const [before, ...parts] = `\r\n${raw}`.split(new RegExp(`\\r?\\n${escaped(mark)}`));
  if (before?.trim() !== "" || !parts.at(-1)?.startsWith("--")) return null;
  return parts.slice(0, -1).map(fieldOf);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function fieldOf(part: string): BodyField {
  const [, head = "", content = ""] = /^[ \t]*\r?\n?(.*?)\r?\n\r?\n(.*)$/s.exec(part) ?? [];
  const header = (name: string) =>
    new RegExp(`^${name}:\\s*(.*?)\\r?$`, "im").exec(head)?.[1] ?? "";
  const decoded = (text: string) => new TextDecoder().decode(fromBinary(text));
  const given = (name: string) => {
    const found = new RegExp(`[;\\s]${name}="([^"]*)"`, "i").exec(header("content-disposition"));
    return found?.[1] === undefined ? undefined : decoded(found[1]).replaceAll("%22", '"');
  };
  const fileName = given("filename");
  const contentType = header("content-type") || undefined;
  const name = given("name") ?? "";
  if (fileName === undefined) return { name, value: decoded(content), enabled: true, contentType };
  return { name, enabled: true, fileName, contentType, base64: btoa(content) };
}

/** The same fields as text; nothing where a file among them is no text. */
export function textOf(contentType: string, fields: BodyField[]): Body | null {
  const sent = fields.filter((f) => f.enabled !== false);
  if (formKind(contentType) === "urlencoded") {
    const pairs = sent.map((f) => [f.name, f.value ?? ""]);
    return { contentType, text: new URLSearchParams(pairs).toString() };
  }
  const boundary = boundaryOf(contentType);
  let text = "";
  for (const field of sent) {
    const content = field.base64 == null ? (field.value ?? "") : plainText(field.base64);
    if (content === null || content.includes(`--${boundary}`)) return null;
    const quoted = (name: string) => name.replaceAll('"', "%22").replace(/[\r\n]/g, " ");
    const isFile = field.fileName != null || field.base64 != null;
    const file = isFile ? `; filename="${quoted(field.fileName ?? field.name)}"` : "";
    const type = field.contentType ?? (isFile ? "application/octet-stream" : "");
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(field.name)}"${file}\r\n`;
    text += `${type ? `Content-Type: ${type}\r\n` : ""}\r\n${content}\r\n`;
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    text: `${text}--${boundary}--\r\n`,
  };
}

function plainText(base64: string): string | null {
  try {
    const bytes = fromBinary(atob(base64));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
