// What traces say together. Keys begin with `trace`, so that deleting traces makes them stale.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "./client";
import type {
  TraceAnalytics,
  TraceComparison,
  TraceExplanation,
  TraceFacets,
  TracePartners,
  TracePatterns,
  TraceView,
} from "./types";

const at = (id: string) => `/projects/${id}/traces`;

export const useTraceFacets = (id: string, filter: string) =>
  useQuery({
    queryKey: ["trace", id, "facets", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TraceFacets>(`${at(id)}/facets?${filter}`, signal),
  });

export const useTraceAnalytics = (id: string, filter: string) =>
  useQuery({
    queryKey: ["trace", id, "analytics", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TraceAnalytics>(`${at(id)}/analytics?${filter}`, signal),
  });

export const useTracePatterns = (id: string, filter: string) =>
  useQuery({
    queryKey: ["trace", id, "patterns", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TracePatterns>(`${at(id)}/patterns?${filter}`, signal),
  });

/** What partners do; stale with what is known of them, and when one is stuck. */
export const useTracePartners = (id: string, filter: string) =>
  useQuery({
    queryKey: ["partner", id, "traces", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TracePartners>(`${at(id)}/partners?${filter}`, signal),
  });

export const useTraceComparison = (id: string, left: string, right: string) =>
  useQuery({
    queryKey: ["kept-trace", id, "compare", left, right],
    queryFn: ({ signal }) =>
      api.get<TraceComparison>(`${at(id)}/compare?left=${left}&right=${right}`, signal),
  });

export const useTraceExplanation = (id: string, trace: string) =>
  useQuery({
    queryKey: ["explained-trace", id, trace],
    queryFn: ({ signal }) => api.get<TraceExplanation>(`${at(id)}/${trace}/explanation`, signal),
  });

export const useTraceViews = (id: string) =>
  useQuery({
    queryKey: ["project", id, "trace-views"],
    queryFn: ({ signal }) => api.get<{ items: TraceView[] }>(`${at(id)}/views`, signal),
    select: (page) => page.items,
  });
