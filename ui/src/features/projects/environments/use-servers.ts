import { useProject } from "@/api/queries/projects";
import { useOperation, useOperations } from "@/api/queries/spec";

/** Addresses that the description names, to be offered as base URLs. */
export function useServers(projectId: string): string[] {
  const described = useProject(projectId).data?.spec != null;
  const first = useOperations(described ? projectId : undefined).data?.[0]?.id;
  const servers = useOperation(projectId, first).data?.servers ?? [];
  return servers.map((server) => server.url).filter((url) => /^https?:/.test(url));
}
