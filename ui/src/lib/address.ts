// The address of the page: its parts and its filters. Pages are told apart by features, so links
// are written as texts; the router checks them when it goes there.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";

export const useProjectId = () =>
  (useParams({ strict: false }) as { projectId?: string }).projectId ?? "";

export const useTraceId = () => (useParams({ strict: false }) as { traceId?: string }).traceId;

type ChangeFilters = (change: Record<string, string>, push?: boolean) => void;

/**
 * The filters of the address, and how to change some of them; an empty text takes one away. What
 * is pushed can be gone back from.
 */
export function useFilters(): [Record<string, string>, ChangeFilters] {
  const search = useSearch({ strict: false }) as Record<string, string>;
  const navigate = useNavigate();
  const change: ChangeFilters = (part, push = false) => {
    // By what the address says then: two changes at once both count.
    const next = (now: Record<string, string>) =>
      Object.fromEntries(Object.entries({ ...now, ...part }).filter(([, value]) => value !== ""));
    navigate({ to: ".", search: next as never, replace: !push });
  };
  return [search, change];
}

/** Goes to an address. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate();
  return (to) => {
    const [path, search] = to.split("?");
    navigate({ to: path, search: Object.fromEntries(new URLSearchParams(search)) as never });
  };
}
