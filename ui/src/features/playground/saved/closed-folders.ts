import { useState } from "react";
import { keyOf } from "./saved-rows";

const keptAt = (projectId: string) => `fairlead.saved.closed.${projectId}`;

function read(projectId: string): Set<string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keptAt(projectId)) ?? "[]");
    return new Set(Array.isArray(found) ? found.filter((one) => typeof one === "string") : []);
  } catch {
    return new Set();
  }
}

/** Folders of saved requests that are closed, kept for each project; and what turns one. */
export function useClosedFolders(projectId: string) {
  const [closed, setClosed] = useState(() => read(projectId));
  const turn = (path: string[]) => {
    const next = new Set(closed);
    if (!next.delete(keyOf(path))) next.add(keyOf(path));
    setClosed(next);
    try {
      localStorage.setItem(keptAt(projectId), JSON.stringify([...next]));
    } catch {
      // Nothing but which folders are closed is lost.
    }
  };
  return { closed, turn };
}
