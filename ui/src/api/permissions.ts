// What the person may do.
import { useProject } from "./queries/projects";
import type { Permission } from "./types";

/** Whether something may be done in a project; nothing before that is known. */
export function useMay(id: string): (permission: Permission) => boolean {
  const may = useProject(id).data?.may;
  return (permission) => may?.includes(permission) ?? false;
}
