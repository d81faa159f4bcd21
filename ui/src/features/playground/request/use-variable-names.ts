import { useCredentials, useEnvironments, useVariables } from "@/api/queries/environments";
import type { Target } from "@/api/types";

export interface Known {
  name: string;
  /** Its value; nothing where it is secret. */
  value: string | null;
  scope: string;
}

/** What `{{names}}` stand for with a target: of each name the one that counts, nearest scope first. */
export function useVariableNames(projectId: string, target: Target | undefined): Known[] {
  const environments = useEnvironments(projectId);
  const ofProject = useVariables(projectId);
  const ofWorkspace = useVariables(null);
  const credentials = useCredentials(projectId);
  const id = target?.kind === "environment" ? target.id : undefined;
  const environment = environments.data?.find((e) => e.id === id);
  const plain = (v: { name: string; value?: string | null; secret?: boolean }, scope: string) => ({
    name: v.name,
    value: v.secret ? null : (v.value ?? ""),
    scope,
  });
  const all: Known[] = [
    ...(environment?.variables ?? []).map((v) => plain(v, environment?.name ?? "")),
    ...(ofProject.data ?? []).map((v) => plain(v, "project")),
    ...(credentials.data ?? []).flatMap(({ scheme, set }) => {
      const name = /^\{\{(.+)\}\}$/.exec(scheme)?.[1];
      return name && set ? [{ name, value: null, scope: "vault" }] : [];
    }),
    ...(ofWorkspace.data ?? []).map((v) => plain(v, "workspace")),
  ];
  return all.filter((known, at) => all.findIndex((k) => k.name === known.name) === at);
}
