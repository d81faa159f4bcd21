// From when on the history of a project shows what was sent: a person may begin it anew. What was
// sent before stays among the traces.
import { create } from "zustand";

const keyOf = (projectId: string) => `fairlead.history.${projectId}`;

function load(projectId: string): string {
  try {
    const found = localStorage.getItem(keyOf(projectId)) ?? "";
    return Number.isNaN(Date.parse(found)) ? "" : found;
  } catch {
    return "";
  }
}

const useStore = create<{ all: Record<string, string> }>(() => ({ all: {} }));

/** The time as the API writes it; empty where everything is shown. */
export const useHistoryStart = (projectId: string) =>
  useStore(({ all }) => all[projectId]) ?? load(projectId);

/** Begins the history at a time; with nothing it shows everything again. */
export function beginHistory(projectId: string, at: string) {
  useStore.setState(({ all }) => ({ all: { ...all, [projectId]: at } }));
  try {
    if (at) localStorage.setItem(keyOf(projectId), at);
    else localStorage.removeItem(keyOf(projectId));
  } catch {
    // No room: everything is shown again next time.
  }
}
