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

/** What is to be a file: the answer to a request, or what the page has. */
export type Content =
  | { asked: Pick<Call, "method" | "path" | "headers"> & { body?: string } }
  | { bytes: Blob };

/** A file that a person has saved. */
export interface Saved {
  name: string;
  /** Where it is; a browser does not tell, and writes on after this. */
  path?: string;
}

/** An answer that is no file: the API has refused. */
export class Refused extends Error {
  constructor(readonly answer: Answer) {
    super(`The program answered ${answer.status}.`);
  }
}

export interface Transport {
  kind: "http" | "tauri";
  call(call: Call): Promise<Answer>;
  /** Lets a person keep something as a file, under a name or the one that the answer has. It goes
   * to the disk as it comes. Null where they did not want it any more; throws `Refused`. */
  save(
    content: Content,
    name: string | null,
    watch: { signal: AbortSignal; progress: (bytes: number) => void },
  ): Promise<Saved | null>;
  /** Shows a saved file in the system's window of files; only in the desktop window. */
  showSaved?: (path: string) => Promise<void>;
  /** Follows changes from now on; returns what ends it. */
  follow(listener: Listener): () => void;
  /** Files dropped on the window, as paths; only in the desktop window. */
  drops(give: (paths: string[]) => void, over: (is: boolean) => void): () => void;
  /** Lets a person choose a folder: its path, or null where they choose none; only in the desktop
   * window. */
  chooseFolder?: (title: string) => Promise<string | null>;
  /** Files that a page within the page has saved, such as the viewer of PDFs: paths, or null where
   * one could not be. Only in the window. */
  saved(give: (path: string | null) => void): () => void;
  /** Links `fairlead://…`; only in the desktop window. */
  links(give: (url: string) => void): () => void;
}

const inWindow = "__TAURI_INTERNALS__" in window;

/** The transport of this page, loaded when first needed. */
export const transport: Promise<Transport> = inWindow
  ? import("./tauri").then((m) => m.tauri)
  : import("./http").then((m) => m.http);
