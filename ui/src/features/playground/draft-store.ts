// Drafts are kept on every edit, so that nothing written is lost, whatever ends the program.
import type { Draft, Target, TraceDetail } from "@/api/types";

const keyOf = (projectId: string, operationId: string) =>
  `fairlead.draft.${projectId}.${operationId}`;

export function loadDraft(projectId: string, operationId: string): Draft | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(projectId, operationId)) ?? "null");
    if (found?.operationId !== operationId) return null;
    return { ...found, target: loadTarget(projectId) ?? found.target };
  } catch {
    return null;
  }
}

export function saveDraft(projectId: string, draft: Draft) {
  try {
    localStorage.setItem(keyOf(projectId, draft.operationId), JSON.stringify(draft));
  } catch {
    // No room: the draft lives as long as the page.
  }
}

export function forgetDraft(projectId: string, operationId: string) {
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

/** A draft with the body and the query of a kept exchange. */
export function fromTrace(sample: Draft, trace: TraceDetail): Draft {
  const query = trace.path.split("?")[1] ?? "";
  const body = trace.request.body;
  return {
    ...sample,
    query: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value, enabled: true })),
    body:
      body?.text == null
        ? sample.body
        : { contentType: body.contentType ?? "application/json", text: body.text },
  };
}
