// The address of the page: its parts and its filters. Pages are told apart by features, so links
// are written as texts; the router checks them when it goes there.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";

export const useProjectId = () =>
  (useParams({ strict: false }) as { projectId?: string }).projectId ?? "";

export const useTraceId = () => (useParams({ strict: false }) as { traceId?: string }).traceId;

/** The filters of the address, and how to change some of them; an empty text takes one away. */
export function useFilters(): [Record<string, string>, (change: Record<string, string>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string>;
  const navigate = useNavigate();
  const change = (part: Record<string, string>) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...part }).filter(([, value]) => value !== ""),
    );
    navigate({ to: ".", search: next as never, replace: true });
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
