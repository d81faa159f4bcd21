// How the page reaches the API: over HTTP in a browser, over IPC in the desktop window.

/** One request; `path` begins with `/v1`. */
export interface Call {
  method: string;
  path: string;
  headers: [string, string][];
  body?: Uint8Array;
  signal?: AbortSignal;
}

/** One answer. */
export interface Answer {
  status: number;
  headers: Map<string, string>;
  body: Uint8Array;
}

/** A change somewhere: what `GET /v1/events` tells. */
export interface ChangeEvent {
  seq: number;
  topic:
    | "project"
    | "spec"
    | "mock"
    | "trace"
    | "credential"
    | "request"
    | "environment"
    | "variable"
    | "catcher"
    | "partner";
  kind: "created" | "updated" | "deleted" | "stuck";
  projectId: string | null;
  subjectId: string | null;
  at: string;
}

/** What follows the stream of changes. */
export interface Listener {
  change(event: ChangeEvent): void;
  /** Changes are missing: read everything anew. */
  reset(): void;
  connected(is: boolean): void;
}

export interface Transport {
  kind: "http" | "tauri";
  call(call: Call): Promise<Answer>;
  /** Lets a person keep the answer to a GET as a file. */
  download(path: string, name: string): Promise<void>;
  /** Follows changes from now on; returns what ends it. */
  follow(listener: Listener): () => void;
  /** Files dropped on the window, as paths; only in the desktop window. */
  drops(give: (paths: string[]) => void, over: (is: boolean) => void): () => void;
  /** Lets a person choose a folder: its path, or null where they choose none; only in the desktop
   * window. */
  chooseFolder?: (title: string) => Promise<string | null>;
  /** Files that a person has saved, as paths; null where one could not be. Only in the window. */
  saved(give: (path: string | null) => void): () => void;
  /** Links `fairlead://…`; only in the desktop window. */
  links(give: (url: string) => void): () => void;
}

const inWindow = "__TAURI_INTERNALS__" in window;

/** The transport of this page, loaded when first needed. */
export const transport: Promise<Transport> = inWindow
  ? import("./tauri").then((m) => m.tauri)
  : import("./http").then((m) => m.http);
