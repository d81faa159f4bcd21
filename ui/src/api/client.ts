// Requests to the API, and the one shape of its failures.
import { type Answer, transport } from "@/platform/transport";
import { actingHeaders } from "./view-as";

export interface FailureDetail {
  message: string;
  file?: string;
  line?: number;
  pointer?: string;
}

/** A request that failed: what, why, and what to do. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
    readonly details: FailureDetail[] = [],
    readonly requestId: string | null = null,
  ) {
    super(message);
    this.name = "ApiFailure";
  }
}

/** A body that is no JSON. */
class Raw {
  constructor(
    readonly bytes: Uint8Array,
    readonly mediaType: string,
  ) {}
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  accept = "application/json",
): Promise<Answer> {
  const headers: [string, string][] = [["accept", accept], ...actingHeaders(path)];
  const isRaw = body instanceof Raw;
  if (body !== undefined)
    headers.push(["content-type", isRaw ? body.mediaType : "application/json"]);
  const written = isRaw || body === undefined ? undefined : JSON.stringify(body);
  const bytes = isRaw ? body.bytes : written && new TextEncoder().encode(written);
  let answer: Answer;
  try {
    answer = await (await transport).call({
      method,
      path: `/v1${path}`,
      headers,
      body: bytes || undefined,
      signal,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure(
      0,
      "unreachable",
      "Fairlead does not answer.",
      "Look whether the program still runs, then try again.",
    );
  }
  if (answer.status >= 400) throw failureOf(answer);
  return answer;
}

const textOf = (answer: Answer) => new TextDecoder().decode(answer.body);
const isJson = (answer: Answer) => (answer.headers.get("content-type") ?? "").includes("json");

async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const answer = await call(method, path, body, signal);
  const text = textOf(answer);
  if (text === "") return undefined as T;
  return (isJson(answer) ? JSON.parse(text) : text) as T;
}

/** Why an answer is a refusal. */
export function failureOf(answer: Answer): ApiFailure {
  const { status, headers } = answer;
  const text = isJson(answer) ? textOf(answer) : "";
  const requestId = headers.get("x-request-id") ?? null;
  try {
    const told = JSON.parse(text);
    return new ApiFailure(
      status,
      told.error,
      told.message,
      told.hint,
      told.details ?? [],
      told.requestId ?? requestId,
    );
  } catch {
    const hint = status === 401 ? "Open the address that `fairlead serve` printed." : null;
    return new ApiFailure(status, "failed", `The program answered ${status}.`, hint, [], requestId);
  }
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => request<T>("GET", path, undefined, signal),
  post: <T>(path: string, body?: unknown, signal?: AbortSignal) =>
    request<T>("POST", path, body, signal),
  put: <T>(path: string, body: unknown) => request<T>("PUT", path, body),
  patch: <T>(path: string, body: unknown) => request<T>("PATCH", path, body),
  del: (path: string) => request<void>("DELETE", path),
  /** Sends what is no JSON. */
  upload: <T>(path: string, bytes: Uint8Array, mediaType: string) =>
    request<T>("POST", path, new Raw(bytes, mediaType)),
  /** What is no JSON, as it is. */
  bytes: async (path: string) => (await call("GET", path, undefined, undefined, "*/*")).body,
};
