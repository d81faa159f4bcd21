import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { Draft, DraftCheck } from "@/api/types";

/** How long typing has to pause before a draft is checked. */
const PAUSE = 90;

/** What is wrong with a draft, shortly after each edit. */
export function useCheck(projectId: string, draft: Draft | null) {
  const [settled, setSettled] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), PAUSE);
    return () => clearTimeout(timer);
  }, [draft]);
  return useQuery({
    queryKey: ["credential", projectId, "check", settled],
    enabled: settled !== null,
    gcTime: 10_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.post<DraftCheck>(`/projects/${projectId}/playground/validate`, settled, signal),
  });
}
