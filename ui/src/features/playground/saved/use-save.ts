import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Draft, SavedRequestDetail } from "@/api/types";
import { useFilters } from "@/lib/address";

/** `Ships / Large` names a folder in a folder. */
export const foldersOf = (text: string) =>
  text
    .split("/")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** Saves a draft: over the request it came from, else under a name that is asked for. */
export function useSave(
  projectId: string,
  draft: Draft | null,
  savedId: string | undefined,
  onSaved: (id: string) => void,
) {
  const [asking, setAsking] = useState(false);
  const [, setFilters] = useFilters();
  const client = useQueryClient();
  const done = () => client.invalidateQueries({ queryKey: ["request", projectId] });
  const save = async () => {
    if (!draft) return;
    if (!savedId) {
      setAsking(true);
      return;
    }
    try {
      await api.patch(`/projects/${projectId}/requests/${savedId}`, { draft });
      onSaved(savedId);
      toast.success("Saved");
      done();
    } catch (error) {
      toast.error((error as Error).message);
    }
  };
  const saveAs = async (name: string, folder: string) => {
    const body = { name, folder: foldersOf(folder), draft };
    const made = await api.post<SavedRequestDetail>(`/projects/${projectId}/requests`, body);
    setAsking(false);
    toast.success(`Saved as ${made.name}`);
    await done();
    onSaved(made.id);
    setFilters({ saved: made.id, list: "saved", trace: "" });
  };
  return { asking, save, saveAs, close: () => setAsking(false) };
}
