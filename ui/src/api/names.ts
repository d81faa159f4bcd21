// What a person calls things that traces know by their ids.
import { useMay } from "./permissions";
import { useEnvironments } from "./queries/environments";
import { usePartners } from "./queries/partners";
import { useOperations } from "./queries/spec";

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
  // Who looks on as a partner does not see who the others are.
  const may = useMay(projectId);
  const partners = usePartners(projectId, may("managePartners")).data;
  return (id) => partners?.find((partner) => partner.id === id)?.name ?? id;
}

/** Names an environment; one that was removed by its id. */
export function useEnvironmentName(projectId: string): (id: string) => string {
  const environments = useEnvironments(projectId).data;
  return (id) => environments?.find((environment) => environment.id === id)?.name ?? id;
}
