// In the desktop window: raw bytes over IPC, changes over a channel.
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { type ChangeEvent, Refused, type Saved, type Transport } from "./transport";

interface Head {
  status: number;
  headers: [string, string][];
}

/** What the program says of a file. */
type Outcome =
  | ({ kind: "whole" } & Saved)
  | { kind: "stopped" }
  | { kind: "refused"; status: number; headers: [string, string][]; body: string };

/** The number of the last file that was to be saved. */
let lastSave = 0;

/** Ends what will be there once a promise is. */
function ending(started: Promise<() => void>): () => void {
  return () => {
    started.then((end) => end()).catch(() => {});
  };
}

export const tauri: Transport = {
  kind: "tauri",
  async call({ method, path, headers, body }) {
    const answer = await invoke<ArrayBuffer>("plugin:carrier|request", body ?? new Uint8Array(), {
      headers: { "x-method": method, "x-path": path, "x-headers": JSON.stringify(headers) },
    });
    const length = new DataView(answer).getUint32(0);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, length))) as Head;
    return {
      status: head.status,
      headers: new Map(head.headers.map(([name, value]) => [name.toLowerCase(), value])),
      body: new Uint8Array(answer, 4 + length),
    };
  },
  async save(content, name, { signal, progress }) {
    if ("bytes" in content) {
      const bytes = new Uint8Array(await content.bytes.arrayBuffer());
      // A header holds plain letters only.
      const plain = JSON.stringify(name ?? "file").replace(
        /[\u007f-\uffff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
      return invoke<Saved>("plugin:carrier|save_bytes", bytes, { headers: { "x-name": plain } });
    }
    const id = ++lastSave;
    const stop = () => void invoke("plugin:carrier|stop_saving", { id });
    const channel = new Channel<number>();
    channel.onmessage = progress;
    signal.addEventListener("abort", stop, { once: true });
    const outcome = await invoke<Outcome>("plugin:carrier|save_answer", {
      asked: content.asked,
      name,
      id,
      progress: channel,
    });
    if (outcome.kind === "stopped") return null;
    if (outcome.kind === "whole") return outcome;
    const body = new TextEncoder().encode(outcome.body);
    throw new Refused({ status: outcome.status, headers: new Map(outcome.headers), body });
  },
  showSaved: (path) => invoke("plugin:carrier|show_saved", { path }),
  follow(listener) {
    const channel = new Channel<ChangeEvent | { reset: number }>();
    channel.onmessage = (message) => {
      if ("topic" in message) listener.change(message);
      else listener.reset();
    };
    const started = invoke<number>("plugin:carrier|subscribe", { after: null, channel }).then(
      (id) => {
        listener.connected(true);
        return () => {
          invoke("plugin:carrier|unsubscribe", { id }).catch(() => {});
        };
      },
    );
    started.catch(() => listener.connected(false));
    return ending(started);
  },
  drops(give, over) {
    const started = getCurrentWebview().onDragDropEvent(({ payload }) => {
      over(payload.type === "enter" || payload.type === "over");
      if (payload.type === "drop") give(payload.paths);
    });
    return ending(started);
  },
  chooseFolder: (title) =>
    invoke<string | null>("plugin:dialog|open", { options: { directory: true, title } }),
  saved(give) {
    return ending(listen<string | null>("saved", ({ payload }) => give(payload)));
  },
  links(give) {
    const started = listen<string>("deep-link", ({ payload }) => give(payload)).then(
      async (end) => {
        for (const link of await invoke<string[]>("plugin:carrier|take_links")) give(link);
        return end;
      },
    );
    return ending(started);
  },
};
