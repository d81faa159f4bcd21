// What a person calls things that traces know by their ids.
import { useQuery } from "@tanstack/react-query";
import { api } from "./client";
import { useEnvironments, useOperations } from "./queries";
import type { Partner } from "./types";

/** Names an operation: method and path. */
export function useOperationName(projectId: string): (id: string | null) => string {
  const operations = useOperations(projectId).data;
  return (id) => {
    const known = operations?.find((operation) => operation.id === id);
    return known ? `${known.method} ${known.path}` : (id ?? "no endpoint");
  };
}

/** Names a partner; one that was removed by its id. */
export function usePartnerName(projectId: string): (id: string) => string {
  const partners = useQuery({
    queryKey: ["partner", projectId, "names"],
    queryFn: ({ signal }) =>
      api.get<{ items: Partner[] }>(`/projects/${projectId}/partners`, signal),
    select: (page) => page.items,
  }).data;
  return (id) => partners?.find((partner) => partner.id === id)?.name ?? id;
}

/** Names an environment; one that was removed by its id. */
export function useEnvironmentName(projectId: string): (id: string) => string {
  const environments = useEnvironments(projectId).data;
  return (id) => environments?.find((environment) => environment.id === id)?.name ?? id;
}
