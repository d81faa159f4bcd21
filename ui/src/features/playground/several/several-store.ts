// One draft sent to several places at once.
import { ApiFailure } from "@/api/client";
import { runExchange } from "@/api/exchange";
import type { Draft, Target, TraceDetail } from "@/api/types";
import { sendOptions } from "../sending/send-options";

export interface Place {
  id: string;
  name: string;
  target: Target;
}

/** How it went in one place. */
export type Outcome =
  | { state: "running" }
  | { state: "answered"; trace: TraceDetail }
  | { state: "failed"; message: string };

const keyOf = (projectId: string) => `fairlead.several.${projectId}`;

/** The places that were ticked last; nothing where none were. */
export function loadPlaces(projectId: string): string[] | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(projectId)) ?? "null");
    return Array.isArray(found) ? found.filter((id) => typeof id === "string") : null;
  } catch {
    return null;
  }
}

export function savePlaces(projectId: string, ids: string[]) {
  try {
    localStorage.setItem(keyOf(projectId), JSON.stringify(ids));
  } catch {
    // No room: they are ticked again next time.
  }
}

/** Sends a draft to every place at once and tells how each of them goes. */
export async function sendToAll(
  projectId: string,
  draft: Draft,
  places: Place[],
  tell: (id: string, outcome: Outcome) => void,
  signal: AbortSignal,
  /** The run by which their traces are found. */
  runId: string,
) {
  const one = async ({ id, target }: Place) => {
    tell(id, { state: "running" });
    try {
      const trace = await runExchange(
        projectId,
        { ...draft, target },
        { ...sendOptions(projectId), runId },
        () => {},
        signal,
      );
      tell(id, { state: "answered", trace });
    } catch (error) {
      const hint = error instanceof ApiFailure && error.hint ? ` ${error.hint}` : "";
      tell(id, { state: "failed", message: `${(error as Error).message}${hint}` });
    }
  };
  await Promise.all(places.map(one));
}
