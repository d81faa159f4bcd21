import type { SavedRequest } from "@/api/types";

export type SavedRow = { folder: string } | SavedRequest;
export const isFolder = (row: SavedRow): row is { folder: string } => !("id" in row);

/** Requests under their folders, those at the top first; those that a text fits. */
export function rowsOf(requests: SavedRequest[], text: string): SavedRow[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, SavedRequest[]>([["", []]]);
  for (const request of requests) {
    const folder = request.folder.join(" / ");
    const words = `${request.method} ${request.url} ${request.name} ${folder}`;
    if (!words.toLowerCase().includes(wanted)) continue;
    const group = groups.get(folder);
    if (group) group.push(request);
    else groups.set(folder, [request]);
  }
  return [...groups].flatMap(([folder, found]) => [...(folder ? [{ folder }] : []), ...found]);
}
