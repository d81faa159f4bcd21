// Where requests go: environments, credentials, variables.
import { useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type { CredentialStatus, Environment, Variable } from "../types";
import { at, items, type Page } from "./page";

export const useCredentials = (id: string) =>
  useQuery({
    queryKey: ["credential", id],
    queryFn: ({ signal }) => api.get<Page<CredentialStatus>>(`${at(id)}/credentials`, signal),
    select: items,
  });

export const useEnvironments = (id: string) =>
  useQuery({
    queryKey: ["environment", id],
    queryFn: ({ signal }) => api.get<Page<Environment>>(`${at(id)}/environments`, signal),
    select: items,
  });

/** Where the variables of the workspace, of a project or of one of its partners are. */
export const variablesAt = (id: string | null, partnerId?: string) => {
  if (!id) return "/variables";
  return partnerId ? `${at(id)}/partners/${partnerId}/variables` : `${at(id)}/variables`;
};

/** The variables of a project, or of the workspace where none is named. */
export const useVariables = (id: string | null, partnerId?: string) =>
  useQuery({
    queryKey: ["variable", id, partnerId ?? ""],
    queryFn: ({ signal }) => api.get<Page<Variable>>(variablesAt(id, partnerId), signal),
    select: items,
  });
