import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import type { BodyMatches } from "@/api/types";

/** How long typing has to pause before a query is asked. */
const PAUSE = 200;

export interface Filtered {
  /** The parts as JSON; nothing while there is no query that can be read. */
  text: string | null;
  total: number | null;
  shown: number;
  error: string | null;
}

/** What a query picks out of the answer at an address, shortly after each edit. */
export function useFiltered(address: string, path: string): Filtered {
  const [settled, setSettled] = useState(path);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(path), PAUSE);
    return () => clearTimeout(timer);
  }, [path]);
  const asked = settled.trim();
  const found = useQuery({
    queryKey: ["picked", address, asked],
    enabled: asked !== "" && path.trim() !== "",
    retry: false,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<BodyMatches>(`${address}/query?path=${encodeURIComponent(asked)}`, signal),
  });
  if (path.trim() === "") return { text: null, total: null, shown: 0, error: null };
  const matches = found.data?.matches ?? [];
  return {
    text:
      found.data && !found.error
        ? JSON.stringify(
            matches.map((m) => m.value),
            null,
            2,
          )
        : null,
    total: found.error ? null : (found.data?.total ?? null),
    shown: matches.length,
    error: found.error?.message ?? null,
  };
}
