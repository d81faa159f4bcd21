import type { SavedRequest } from "@/api/types";

/** A folder or a request as a row of the tree. */
export type SavedRow = FolderRow | RequestRow;

interface Placed {
  /** How deep it lies, from 1. */
  level: number;
  /** Its place among those beside it, from 1, and how many these are. */
  place: number;
  count: number;
}

export interface FolderRow extends Placed {
  kind: "folder";
  /** Names of the folders, from the outermost to this one. */
  path: string[];
  open: boolean;
  /** How many requests lie in it and in its folders. */
  requests: number;
}

export interface RequestRow extends Placed {
  kind: "request";
  request: SavedRequest;
}

/** How a folder is called where it is remembered that it is closed. */
export const keyOf = (path: string[]) => JSON.stringify(path);

interface Branch {
  path: string[];
  folders: Map<string, Branch>;
  requests: SavedRequest[];
}

/**
 * The rows that are seen: in each folder its requests, then its folders. While a text narrows them,
 * every folder is open.
 */
export function rowsOf(
  requests: SavedRequest[],
  text: string,
  closed: ReadonlySet<string> = new Set(),
): SavedRow[] {
  const wanted = text.trim().toLowerCase();
  const root: Branch = { path: [], folders: new Map(), requests: [] };
  for (const request of requests) {
    const words = `${request.method} ${request.url} ${request.name} ${request.folder.join(" / ")}`;
    if (words.toLowerCase().includes(wanted)) branchOf(root, request.folder).requests.push(request);
  }
  const rows: SavedRow[] = [];
  const add = (branch: Branch, level: number) => {
    const count = branch.requests.length + branch.folders.size;
    let place = 0;
    for (const request of branch.requests) {
      rows.push({ kind: "request", request, level, place: ++place, count });
    }
    for (const folder of branch.folders.values()) {
      const open = wanted !== "" || !closed.has(keyOf(folder.path));
      const { path } = folder;
      rows.push({
        kind: "folder",
        path,
        open,
        requests: size(folder),
        level,
        place: ++place,
        count,
      });
      if (open) add(folder, level + 1);
    }
  };
  add(root, 1);
  return rows;
}

function branchOf(root: Branch, folder: string[]): Branch {
  let branch = root;
  for (const [depth, name] of folder.entries()) {
    let next = branch.folders.get(name);
    if (!next) {
      next = { path: folder.slice(0, depth + 1), folders: new Map(), requests: [] };
      branch.folders.set(name, next);
    }
    branch = next;
  }
  return branch;
}

const size = (branch: Branch): number =>
  [...branch.folders.values()].reduce((sum, one) => sum + size(one), branch.requests.length);

/** What a key does in the tree (WAI-ARIA APG, Tree View): where to go, or a folder to turn. */
export function pressed(rows: SavedRow[], at: number, key: string): Pressed | undefined {
  const row = rows[at];
  const parent = () => rows.findLastIndex((one, n) => n < at && one.level < (row?.level ?? 0));
  switch (key) {
    case "ArrowDown":
      return at + 1 < rows.length ? { to: at + 1 } : undefined;
    case "ArrowUp":
      return at > 0 ? { to: at - 1 } : undefined;
    case "Home":
      return { to: 0 };
    case "End":
      return { to: rows.length - 1 };
    case "ArrowRight":
      if (row?.kind !== "folder") return undefined;
      return row.open ? { to: at + 1 } : { turn: row };
    case "ArrowLeft":
      if (row?.kind === "folder" && row.open) return { turn: row };
      return parent() >= 0 ? { to: parent() } : undefined;
    default:
      return undefined;
  }
}

export type Pressed = { to: number; turn?: undefined } | { turn: FolderRow; to?: undefined };
