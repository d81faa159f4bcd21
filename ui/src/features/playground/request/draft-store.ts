// Drafts of before there were tabs, and where requests went last.
import type { Draft, Target } from "@/api/types";

const keyOf = (projectId: string, operationId: string) =>
  `fairlead.draft.${projectId}.${operationId}`;

/** Takes the draft that an operation had before there were tabs: its first tab goes on with it. */
export function takeOldDraft(projectId: string, operationId: string): Draft | null {
  const key = keyOf(projectId, operationId);
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null");
    if (found?.operationId !== operationId) return null;
    return found;
  } catch {
    return null;
  }
}

export function forgetOldDraft(projectId: string, operationId: string) {
  localStorage.removeItem(keyOf(projectId, operationId));
}

const targetOf = (projectId: string) => `fairlead.target.${projectId}`;

/** Where requests of a project went last. */
export function loadTarget(projectId: string): Target | null {
  try {
    const found = JSON.parse(localStorage.getItem(targetOf(projectId)) ?? "null");
    return ["mock", "environment", "url"].includes(found?.kind) ? found : null;
  } catch {
    return null;
  }
}

export function saveTarget(projectId: string, target: Target) {
  try {
    localStorage.setItem(targetOf(projectId), JSON.stringify(target));
  } catch {
    // No room: it is chosen again next time.
  }
}
