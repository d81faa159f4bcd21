// Descriptions: revisions, problems, schemas, operations.
import { useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type {
  Capability,
  Diagnostic,
  Operation,
  OperationDetail,
  SchemaDetail,
  SchemaSummary,
  SpecChanges,
  SpecRevision,
  Webhook,
} from "../types";
import { at, items, type Page } from "./page";

export const useSpecs = (id: string) =>
  useQuery({
    queryKey: ["spec", id, "revisions"],
    queryFn: ({ signal }) => api.get<Page<SpecRevision>>(`${at(id)}/specs`, signal),
    select: items,
  });

export const useProblems = (id: string, specId: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, specId, "problems"],
    enabled: specId !== undefined,
    queryFn: ({ signal }) =>
      api.get<Page<Diagnostic>>(`${at(id)}/specs/${specId}/problems`, signal),
    select: items,
  });

export const useCapabilities = (id: string, specId: string) =>
  useQuery({
    queryKey: ["spec", id, specId, "capabilities"],
    queryFn: ({ signal }) =>
      api.get<Page<Capability>>(`${at(id)}/specs/${specId}/capabilities`, signal),
    select: items,
  });

export const useChanges = (id: string, specId: string, since: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, specId, "changes", since],
    queryFn: ({ signal }) => {
      const query = since ? `?since=${since}` : "";
      return api.get<SpecChanges>(`${at(id)}/specs/${specId}/changes${query}`, signal);
    },
  });

export const useSchemas = (id: string, specId: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, specId, "schemas"],
    enabled: specId !== undefined,
    queryFn: ({ signal }) =>
      api.get<Page<SchemaSummary>>(`${at(id)}/specs/${specId}/schemas`, signal),
    select: items,
  });

export const useSchema = (id: string, specId: string | undefined, name: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, specId, "schema", name],
    enabled: specId !== undefined && name !== undefined,
    queryFn: ({ signal }) =>
      api.get<SchemaDetail>(
        `${at(id)}/specs/${specId}/schemas/${encodeURIComponent(name ?? "")}`,
        signal,
      ),
  });

export const useSourceFile = (id: string, specId: string | undefined, name: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, specId, "file", name],
    enabled: specId !== undefined && name !== undefined,
    queryFn: ({ signal }) =>
      api.get<string>(
        `${at(id)}/specs/${specId}/files/content?name=${encodeURIComponent(name ?? "")}`,
        signal,
      ),
  });

export const useOperations = (id: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, "operations"],
    enabled: id !== undefined,
    queryFn: ({ signal }) => api.get<Page<Operation>>(`${at(id ?? "")}/operations`, signal),
    select: items,
  });

export const useOperation = (id: string, operationId: string | undefined) =>
  useQuery({
    queryKey: ["spec", id, "operation", operationId],
    enabled: operationId !== undefined && operationId !== "",
    queryFn: ({ signal }) =>
      api.get<OperationDetail>(`${at(id)}/operations/${operationId}`, signal),
  });

export const useWebhooks = (id: string) =>
  useQuery({
    queryKey: ["spec", id, "webhooks"],
    queryFn: ({ signal }) => api.get<Page<Webhook>>(`${at(id)}/webhooks`, signal),
    select: items,
  });
