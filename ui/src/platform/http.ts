// In a browser: fetch with the session's cookie, and server-sent events.
import { type ChangeEvent, type Content, Refused, type Transport } from "./transport";

/** Has the browser save what is at an address. */
function saveFrom(address: string, name: string) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

/** Throws where an address answers with a refusal, of which the browser would make a file; of
 * what is no refusal only the beginning is fetched. */
async function refusalOf(path: string, signal: AbortSignal) {
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  const answer = await fetch(path, { credentials: "same-origin", signal: stop });
  if (answer.ok) return enough.abort();
  throw new Refused({
    status: answer.status,
    headers: new Map(answer.headers),
    body: new Uint8Array(await answer.arrayBuffer()),
  });
}

/** What the browser can fetch by itself: an address alone, without a header of ours. */
const isPlain = (asked: Extract<Content, { asked: unknown }>["asked"]) =>
  asked.method === "GET" && asked.headers.length === 0;

export const http: Transport = {
  kind: "http",
  async call({ method, path, headers, body, signal }) {
    const response = await fetch(path, {
      method,
      headers,
      body: body as BodyInit | undefined,
      signal,
      credentials: "same-origin",
    });
    return {
      status: response.status,
      headers: new Map(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    };
  },
  async save(content, name, { signal }) {
    if ("asked" in content && isPlain(content.asked) && name) {
      const { path } = content.asked;
      await refusalOf(path, signal);
      // The browser writes it to the disk as it comes: nothing of it is held here.
      saveFrom(path, name);
      return { name };
    }
    let bytes = "bytes" in content ? content.bytes : new Blob();
    let called = name;
    if ("asked" in content) {
      const { body, ...asked } = content.asked;
      const answer = await http.call({
        ...asked,
        body: body === undefined ? undefined : new TextEncoder().encode(body),
        signal,
      });
      if (answer.status >= 400) throw new Refused(answer);
      const given = /filename\*=UTF-8''([^;]+)/.exec(
        answer.headers.get("content-disposition") ?? "",
      );
      called ??= given?.[1] ? decodeURIComponent(given[1]) : null;
      bytes = new Blob([answer.body as BlobPart]);
    }
    const address = URL.createObjectURL(bytes);
    saveFrom(address, called ?? "file");
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    return { name: called ?? "file" };
  },
  follow(listener) {
    // EventSource resumes by itself with Last-Event-ID.
    const source = new EventSource("/v1/events");
    const tell = (message: MessageEvent<string>) =>
      listener.change(JSON.parse(message.data) as ChangeEvent);
    for (const topic of [
      "message",
      "project",
      "spec",
      "mock",
      "trace",
      "credential",
      "request",
      "environment",
      "variable",
      "catcher",
      "partner",
    ]) {
      source.addEventListener(topic, tell);
    }
    source.addEventListener("reset", () => listener.reset());
    source.addEventListener("open", () => listener.connected(true));
    source.addEventListener("error", () => listener.connected(false));
    return () => source.close();
  },
  drops: () => () => {},
  saved: () => () => {},
  links: () => () => {},
};
