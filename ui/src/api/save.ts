// Files that a person saves: what they are told meanwhile and afterwards.
import { toast } from "sonner";
import { bytes } from "@/lib/format";
import { type Content, Refused, type Saved, transport } from "@/platform/transport";
import { ApiFailure, failureOf } from "./client";
import { actingHeaders } from "./view-as";

/** A file that is there sooner needs no word of its coming. */
const SOON = 400;

/** Saves the answer to a GET, as it comes. Null where the person stopped it. */
export const saveAnswer = (path: string, name: string) =>
  save({ asked: { method: "GET", path: `/v1${path}`, headers: [] } }, name);

/** Lets the API make a file, under the name that the API gives it. */
export const saveMade = (path: string, body?: unknown) => {
  const headers: [string, string][] = [["accept", "*/*"], ...actingHeaders(path)];
  if (body !== undefined) headers.push(["content-type", "application/json"]);
  const text = body === undefined ? undefined : JSON.stringify(body);
  return save({ asked: { method: "POST", path: `/v1${path}`, headers, body: text } }, null);
};

/** Saves what the page has. */
export const saveBytes = (name: string, content: Blob) => save({ bytes: content }, name);

async function save(content: Content, name: string | null): Promise<Saved | null> {
  const way = await transport;
  const stopping = new AbortController();
  const id = crypto.randomUUID();
  let done = 0;
  let ended = false;
  const tell = () => {
    if (ended) return;
    toast.loading(`Saving ${name ?? "the file"}…`, {
      id,
      description: done > 0 ? bytes(done) : undefined,
      action: { label: "Cancel", onClick: () => stopping.abort() },
    });
  };
  // A browser shows by itself what it downloads.
  const soon = way.kind === "tauri" ? setTimeout(tell, SOON) : undefined;
  const begun = Date.now();
  const progress = (count: number) => {
    done = count;
    if (Date.now() - begun >= SOON) tell();
  };
  try {
    const saved = await way.save(content, name, { signal: stopping.signal, progress });
    ended = true;
    if (!saved) toast("Nothing was saved", { id, action: null });
    else if (saved.path) tellSaved(id, saved.path, way.showSaved);
    return saved;
  } catch (error) {
    ended = true;
    toast.dismiss(id);
    throw error instanceof Refused ? failureOf(error.answer) : asFailure(error);
  } finally {
    clearTimeout(soon);
  }
}

function tellSaved(id: string, path: string, show?: (path: string) => Promise<void>) {
  const open = () => show?.(path).catch((error: Error) => toast.error(error.message));
  toast.success("The file is saved", {
    id,
    description: path,
    action: show ? { label: "Show in folder", onClick: () => void open() } : null,
  });
}

/** What the window throws is no `Error`, but says as much. */
function asFailure(error: unknown): Error {
  if (error instanceof Error) return error;
  const { message, hint } = (error ?? {}) as { message?: string; hint?: string };
  return new ApiFailure(0, "not_saved", message ?? String(error), hint ?? null);
}
