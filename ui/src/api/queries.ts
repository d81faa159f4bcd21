// What the page reads, by keys that changes invalidate: [topic, projectId, …].
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import type {
  Capability,
  Catcher,
  Caught,
  CaughtDetail,
  Check,
  CredentialStatus,
  Diagnostic,
  Environment,
  Mock,
  Operation,
  OperationDetail,
  Project,
  RequestFolder,
  SavedRequest,
  SavedRequestDetail,
  SchemaDetail,
  SchemaSummary,
  SpecChanges,
  SpecRevision,
  Trace,
  TraceDetail,
  Variable,
  Webhook,
} from "./types";

interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
  totalIsExact?: boolean;
}
const items = <T>(page: Page<T>) => page.items;
const at = (projectId: string) => `/projects/${projectId}`;

export const useProjects = () =>
  useQuery({
    queryKey: ["project"],
    queryFn: ({ signal }) => api.get<Page<Project>>("/projects", signal),
    select: items,
  });

export const useProject = (id: string) =>
  useQuery({
    queryKey: ["project", id],
    queryFn: ({ signal }) => api.get<Project>(at(id), signal),
  });

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

export const useMocks = (id: string) =>
  useQuery({
    queryKey: ["mock", id],
    queryFn: ({ signal }) => api.get<Page<Mock>>(`${at(id)}/mocks`, signal),
    select: items,
  });

export const useWebhooks = (id: string) =>
  useQuery({
    queryKey: ["spec", id, "webhooks"],
    queryFn: ({ signal }) => api.get<Page<Webhook>>(`${at(id)}/webhooks`, signal),
    select: items,
  });

export const useCatchers = (id: string) =>
  useQuery({
    queryKey: ["catcher", id],
    queryFn: ({ signal }) => api.get<Page<Catcher>>(`${at(id)}/catchers`, signal),
    select: items,
  });

export const useDeliveries = (id: string, catcherId: string) =>
  useQuery({
    queryKey: ["catcher", id, catcherId, "deliveries"],
    queryFn: ({ signal }) =>
      api.get<Page<Caught>>(`${at(id)}/catchers/${catcherId}/deliveries`, signal),
    select: items,
  });

export const useDelivery = (id: string, catcherId: string, deliveryId: string) =>
  useQuery({
    // What was caught never changes.
    queryKey: ["kept-delivery", id, catcherId, deliveryId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.get<CaughtDetail>(`${at(id)}/catchers/${catcherId}/deliveries/${deliveryId}`, signal),
  });

export const useTraces = (id: string, filter: string) =>
  useInfiniteQuery({
    queryKey: ["trace", id, "list", filter],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : "";
      return api.get<Page<Trace>>(
        `${at(id)}/traces?limit=100${filter ? `&${filter}` : ""}${cursor}`,
        signal,
      );
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const useRecentTraces = (id: string) =>
  useQuery({
    queryKey: ["recent-trace", id],
    queryFn: ({ signal }) => api.get<Page<Trace>>(`${at(id)}/traces?limit=8`, signal),
    select: items,
  });

/** The last requests that came to a mock. */
export const useMockTraces = (id: string, mockId: string) =>
  useQuery({
    queryKey: ["recent-trace", id, mockId],
    queryFn: ({ signal }) =>
      api.get<Page<Trace>>(`${at(id)}/traces?limit=50&mockId=${mockId}`, signal),
    select: items,
  });

export const useTrace = (id: string, traceId: string | undefined) =>
  useQuery({
    // A kept trace never changes.
    queryKey: ["kept-trace", id, traceId],
    enabled: traceId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.get<TraceDetail>(`${at(id)}/traces/${traceId}`, signal),
  });

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

/** The variables of a project, or of the workspace where none is named. */
/** Where the variables of the workspace, of a project or of one of its partners are. */
export const variablesAt = (id: string | null, partnerId?: string) => {
  if (!id) return "/variables";
  return partnerId ? `${at(id)}/partners/${partnerId}/variables` : `${at(id)}/variables`;
};

export const useVariables = (id: string | null, partnerId?: string) =>
  useQuery({
    queryKey: ["variable", id, partnerId ?? ""],
    queryFn: ({ signal }) => api.get<Page<Variable>>(variablesAt(id, partnerId), signal),
    select: items,
  });

export const useSavedRequests = (id: string) =>
  useQuery({
    queryKey: ["request", id, "list"],
    queryFn: ({ signal }) => api.get<Page<SavedRequest>>(`${at(id)}/requests`, signal),
    select: items,
  });

export const useSavedRequest = (id: string, requestId: string | undefined) =>
  useQuery({
    queryKey: ["request", id, "one", requestId],
    enabled: requestId !== undefined,
    queryFn: ({ signal }) => api.get<SavedRequestDetail>(`${at(id)}/requests/${requestId}`, signal),
  });

/** The folder in which the saved requests are kept as files. */
export const useRequestFolder = (id: string) =>
  useQuery({
    queryKey: ["request", id, "folder"],
    queryFn: ({ signal }) => api.get<RequestFolder>(`${at(id)}/requests/folder`, signal),
  });

export const useHealth = () =>
  useQuery({
    queryKey: ["health"],
    queryFn: ({ signal }) => api.get<{ version: string; uptimeSeconds: number }>("/health", signal),
  });

export const useDoctor = () =>
  useQuery({
    queryKey: ["doctor"],
    queryFn: ({ signal }) => api.get<{ checks: Check[] }>("/doctor", signal),
    select: (found) => found.checks,
  });
