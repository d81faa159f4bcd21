// Requests to any address, which no operation describes.
import type { ContentDetail, Draft, FreeCall, OperationDetail } from "@/api/types";
import { isSocketUrl } from "@/ui/socket/messages";
import { withAddress } from "./address-query";

/** Media types that are offered for a body. */
export const FREE_TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "application/xml",
  "text/plain",
];

/** Methods that are offered; others can be typed. */
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY"];

/** A new request to nowhere yet. */
export const freeDraft = (socket: boolean): Draft => ({
  operationId: "",
  free: { method: "GET", url: socket ? "ws://" : "https://" },
  ...(socket ? { socket: { subprotocols: [] } } : {}),
  target: { kind: "mock" },
  pathParams: {},
  query: [],
  headers: [],
  cookies: [],
  body: null,
  useCredentials: false,
});

/** Whether an address goes beneath the place that is chosen, so that it says no host itself. */
export const needsTarget = (url: string) => /^\s*(\/|\{\{baseUrl\}\})/.test(url);

/** The path parameters that an address names, such as `:id` and `{id}`. */
export function pathNames(url: string): string[] {
  const path = (url.split(/[?#]/)[0] ?? "").replace(/^[a-z]+:\/\/[^/]*/i, "");
  const names = path.split("/").flatMap((segment) => {
    const found = /^:([\w-]+)$|^\{([^{}]+)\}$/.exec(segment);
    return found ? [found[1] ?? found[2] ?? ""] : [];
  });
  return [...new Set(names)];
}

/** What changes when the address does: its query, and one of a WebSocket makes it one. */
export function withUrl(draft: Draft, text: string): Partial<Draft> {
  const { url, query } = withAddress(draft, text);
  const free = { method: draft.free?.method ?? "GET", url };
  const { pathParams } = draft;
  const known = Object.fromEntries(pathNames(url).map((name) => [name, pathParams?.[name] ?? ""]));
  const change = { free, query, pathParams: known };
  return isSocketUrl(url) && !draft.socket ? { ...change, socket: { subprotocols: [] } } : change;
}

/** A free request as if an operation described it: what is edited where. */
export function asOperation({ method, url }: FreeCall): OperationDetail {
  const content = FREE_TYPES.map(
    (mediaType) => ({ mediaType, examples: [] }) as unknown as ContentDetail,
  );
  const parameters = pathNames(url).map((name) => ({
    name,
    in: "path",
    required: true,
    examples: [],
  }));
  return {
    id: "",
    method,
    path: url,
    summary: null,
    parameters,
    servers: [],
    requestBody: { content },
  } as unknown as OperationDetail;
}
