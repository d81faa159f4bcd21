// In the desktop window: raw bytes over IPC, changes over a channel.
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { saveFile } from "@/lib/save-file";
import type { ChangeEvent, Transport } from "./transport";

interface Head {
  status: number;
  headers: [string, string][];
}

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
  async download(path, name) {
    const { status, body } = await tauri.call({ method: "GET", path, headers: [] });
    const text = () => new TextDecoder().decode(body);
    if (status !== 200) throw new Error((JSON.parse(text()) as { message: string }).message);
    saveFile(name, new Blob([body as BlobPart]));
  },
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
