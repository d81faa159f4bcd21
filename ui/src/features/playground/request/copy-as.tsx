import { toast } from "sonner";
import { api } from "@/api/client";
import type { Draft, RequestCode } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { copy } from "@/lib/copy";
import { LANGUAGES } from "./languages";

/** The request as code on the clipboard; credentials are environment variables in it. */
export function CopyAs({ draft }: { draft: Draft }) {
  const projectId = useProjectId();
  const take = async (language: string) => {
    try {
      const body = { draft, language };
      const made = await api.post<RequestCode>(`/projects/${projectId}/playground/code`, body);
      await copy(made.code, LANGUAGES.find(([id]) => id === language)?.[1] ?? "Code");
    } catch (error) {
      toast.error((error as Error).message);
    }
  };
  return (
    <select
      className="field w-auto max-w-40"
      aria-label="Copy as"
      value=""
      onChange={(e) => take(e.target.value)}
    >
      <option value="">Copy as…</option>
      {LANGUAGES.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
