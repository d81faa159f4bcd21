// A command or a call of a browser, pasted where an address belongs.
import { api } from "@/api/client";
import type { Draft, PastedRequests } from "@/api/types";

/** Whether a pasted text is a request rather than an address. */
export const isRequest = (text: string) =>
  /^\s*(\$\s*)?curl(\.exe)?\s/i.test(text) || /^\s*(await\s+)?fetch\s*\(/.test(text);

/** The first request of a text as a draft; its credentials go into the vault. */
export async function readPasted(projectId: string, text: string) {
  const read = await api.post<PastedRequests>(`/projects/${projectId}/playground/paste`, { text });
  const draft: Draft | undefined = read.drafts[0];
  return { draft, secrets: read.secrets, notes: read.diagnostics };
}
