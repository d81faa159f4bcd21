// Bringing an API description in.
import { api } from "./client";
import type { Import, Source } from "./types";

/** Where a description goes: into a project that is there, or a new one with a name. */
export interface Destination {
  projectId?: string;
  name?: string;
}

/** A project with a revision and a running mock. */
export const importSource = (source: Source, into: Destination = {}) =>
  api.post<Import>("/imports", { ...asBody(source), ...into });

/** How an overlay begins (OpenAPI Overlay 1.0 §4.4.1), in YAML or JSON. */
const OVERLAY = /^\s*(\{\s*)?("overlay"|'overlay'|overlay)\s*:\s*["']?\d/m;

/** What the API takes: the source, and apart from it the overlays; those among the files too. */
export function asBody({ overlays = [], remote = "none", ...source }: Source) {
  if (source.kind !== "upload") return { source, overlays, remote };
  const among = source.files.filter((file) => OVERLAY.test(file.text.slice(0, 2000)));
  const files = source.files.filter((file) => !among.includes(file));
  return { source: { ...source, files }, overlays: [...among, ...overlays], remote };
}

/** What a person wrote: the address of a description on the web, or its place on this machine. */
export function sourceOf(text: string): Source {
  const written = text.trim();
  if (/^https?:\/\//i.test(written)) return { kind: "url", url: written };
  const isPath = /^([/~\\.]|[a-z]:[/\\])/i.test(written);
  return isPath ? { kind: "path", path: written } : { kind: "url", url: `https://${written}` };
}

const READ = /\.(ya?ml|json|md|txt|bru|har)$/i;

/** The files of a drop, those in dropped folders among them, with their relative names. */
export async function readFiles(data: DataTransfer): Promise<{ name: string; text: string }[]> {
  const entries = [...data.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  // Not every drop has entries: then its plain files are all there is.
  if (entries.length === 0) return readChosen(data.files);
  const files: { name: string; text: string }[] = [];
  for (const entry of entries) await walk(entry, "", files);
  return files;
}

async function walk(
  entry: FileSystemEntry,
  before: string,
  files: { name: string; text: string }[],
) {
  const name = before + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((give, fail) =>
      (entry as FileSystemFileEntry).file(give, fail),
    );
    if (before === "" || READ.test(name)) files.push({ name, text: await file.text() });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((give, fail) =>
      reader.readEntries(give, fail),
    );
    if (more.length === 0) return;
    for (const inner of more) await walk(inner, `${name}/`, files);
  }
}

/** Files chosen in a dialog. */
export const readChosen = (files: Iterable<File>) =>
  Promise.all(
    [...files].map(async (file) => ({
      name: file.webkitRelativePath || file.name,
      text: await file.text(),
    })),
  );
