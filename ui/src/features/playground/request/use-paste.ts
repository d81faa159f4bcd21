import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import type { Draft } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { plural } from "@/lib/format";
import { readPasted } from "./paste";

/** Turns a pasted command into the draft of this tab; the draft before can be had back. */
export function usePaste(draft: Draft, onDraft: (draft: Draft) => void) {
  const projectId = useProjectId();
  const client = useQueryClient();
  return async (text: string) => {
    try {
      const { draft: read, secrets, notes } = await readPasted(projectId, text);
      if (!read) return;
      onDraft({ ...read, target: draft.target ?? read.target });
      if (secrets.length > 0) client.invalidateQueries({ queryKey: ["variable", projectId] });
      const kept = secrets.map((s) => `{{${s.name}}}`).join(", ");
      const said = [
        secrets.length > 0 &&
          `${plural(secrets.length, "credential")} went into the vault: ${kept}`,
        ...notes.map((note) => note.message),
      ];
      toast.success("The command is a request now", {
        description: said.filter(Boolean).join("; ") || undefined,
        action: { label: "Undo", onClick: () => onDraft(draft) },
      });
    } catch (error) {
      toast.error((error as Error).message);
    }
  };
}
