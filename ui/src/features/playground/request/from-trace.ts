// A kept exchange as a draft again. Secrets were masked when it was kept: they are left out.
import type { Draft, Field, TraceDetail } from "@/api/types";
import { isSocketUrl } from "@/ui/socket/messages";
import { freeDraft } from "./free";

/** What stands in traces where a secret was. */
const MASK = "••••••";
const isMasked = (text: string) => text.includes(MASK);

/** Header fields that are made anew with every request. */
const MADE =
  /^(host|connection|content-length|content-type|accept-encoding|user-agent|transfer-encoding|cookie|te|upgrade|expect|sec-websocket-(key|version|protocol|extensions))$/i;

interface Made {
  draft: Draft;
  /** The names of what is missing in the draft. */
  leftOut: string[];
}

/** The values of the variables of a template in a path that ends as the template does. */
export function pathValues(template: string, path: string): Record<string, string> {
  const names: string[] = [];
  const pattern = template
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part.slice(1, -1));
      return "([^/]*)";
    })
    .join("");
  const found = new RegExp(`${pattern}$`).exec(path);
  if (!found) return {};
  return Object.fromEntries(names.map((name, n) => [name, decoded(found[n + 1] ?? "")]));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A JSON value in which masked texts are those of the sample, or are gone. */
function unmasked(value: unknown, sample: unknown, at: string, leftOut: string[]): unknown {
  if (typeof value === "string" && isMasked(value)) {
    leftOut.push(`body ${at}`);
    return typeof sample === "string" ? sample : undefined;
  }
  if (Array.isArray(value))
    return value.map(
      (v, n) =>
        unmasked(v, Array.isArray(sample) ? sample[n] : undefined, `${at}/${n}`, leftOut) ?? null,
    );
  if (value === null || typeof value !== "object") return value;
  const beside = (sample ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(value).map(([name, v]) => [
      name,
      unmasked(v, beside[name], `${at}/${name}`, leftOut),
    ]),
  );
}

function bodyOf(sample: Draft, trace: TraceDetail, leftOut: string[]): Draft["body"] {
  const body = trace.request.body;
  if (!body || body.bytes === 0) return trace.request.method === "GET" ? sample.body : null;
  const contentType = body.contentType ?? "application/json";
  if (body.truncated) {
    leftOut.push("the body, of which only the beginning was kept");
    return sample.body;
  }
  if (body.text == null) return { contentType, base64: body.base64 };
  if (!isMasked(body.text)) return { contentType, text: body.text };
  try {
    const made = unmasked(
      JSON.parse(body.text),
      JSON.parse(sample.body?.text ?? "null"),
      "",
      leftOut,
    );
    return { contentType, text: JSON.stringify(made, null, 2) };
  } catch {
    leftOut.push("masked parts of the body");
    return { contentType, text: body.text.replaceAll(MASK, "") };
  }
}

/** The subprotocols that an exchange offered, where it was to be a WebSocket. */
function socketOf({ url, request }: TraceDetail): Draft["socket"] {
  if (!isSocketUrl(url)) return undefined;
  const offered = request.headers.filter((h) => h.name.toLowerCase() === "sec-websocket-protocol");
  return { subprotocols: offered.flatMap((h) => h.value.split(/\s*,\s*/)) };
}

/** A free draft that asks for the same as a kept exchange did. */
export function freeFromTrace(trace: TraceDetail): Made {
  const [url = ""] = trace.url.split(/[?#]/);
  const made = fromTrace(freeDraft(false), trace);
  const masked = isMasked(url) ? ["the address"] : [];
  return {
    draft: { ...made.draft, free: { method: trace.method, url: url.replaceAll(MASK, "") } },
    leftOut: [...masked, ...made.leftOut],
  };
}

/** A draft that asks for the same as a kept exchange did. */
export function fromTrace(sample: Draft, trace: TraceDetail): Made {
  const leftOut: string[] = [];
  const plain = (kind: string, fields: [string, string][]): Field[] =>
    fields.flatMap(([name, value]) => {
      if (!isMasked(value)) return [{ name, value, enabled: true }];
      leftOut.push(`${kind} ${name}`);
      return [];
    });
  const [path = "", query = ""] = trace.path.split(/\?(.*)/s);
  const values = trace.pathTemplate ? pathValues(trace.pathTemplate, path) : {};
  const pathParams = { ...sample.pathParams };
  for (const name of Object.keys(pathParams)) {
    const value = values[name];
    if (value !== undefined && !isMasked(value)) pathParams[name] = value;
    else if (value !== undefined) leftOut.push(`path ${name}`);
  }
  const headers = trace.request.headers;
  const cookies = headers
    .filter((h) => h.name.toLowerCase() === "cookie")
    .flatMap((h) => h.value.split(/;\s*/))
    .filter((pair) => pair !== "")
    .map((pair): [string, string] => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, isMasked(pair) ? MASK : ""] : [pair.slice(0, at), pair.slice(at + 1)];
    });
  const draft: Draft = {
    ...sample,
    pathParams,
    query: plain("query", [...new URLSearchParams(query)]),
    headers: plain(
      "header",
      headers.filter((h) => !MADE.test(h.name)).map((h) => [h.name, h.value]),
    ),
    cookies: plain("cookie", cookies).map((c) => ({ ...c, value: decoded(c.value) })),
    body: bodyOf(sample, trace, leftOut),
    socket: socketOf(trace),
  };
  return { draft, leftOut: [...new Set(leftOut.map((name) => name.replaceAll(MASK, "").trim()))] };
}
