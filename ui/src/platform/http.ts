// In a browser: fetch with the session's cookie, and server-sent events.
import type { ChangeEvent, Transport } from "./transport";

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
  async download(path, name) {
    // The browser writes it to the disk as it comes: nothing of it is held here.
    const link = document.createElement("a");
    link.href = path;
    link.download = name;
    link.click();
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
