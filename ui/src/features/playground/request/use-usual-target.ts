// Where requests of a project go unless a person chooses another place.
import { useEffect, useState } from "react";
import { useEnvironments } from "@/api/queries/environments";
import type { Target } from "@/api/types";
import { loadTarget } from "./draft-store";

/** Where they went last, else the default environment, else the mock; null until that is known. */
export function useUsualTarget(projectId: string): Target | null {
  const environments = useEnvironments(projectId);
  const [target, setTarget] = useState<Target | null>(null);
  useEffect(() => {
    if (environments.isPending) return;
    const all = environments.data ?? [];
    const last = loadTarget(projectId);
    const gone = last?.kind === "environment" && !all.some((e) => e.id === last.id);
    const usual = all.find((e) => e.isDefault && e.isActive);
    const fresh: Target = usual ? { kind: "environment", id: usual.id } : { kind: "mock" };
    setTarget(last && !gone ? last : fresh);
  }, [projectId, environments.isPending, environments.data]);
  return target;
}
