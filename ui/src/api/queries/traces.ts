// Traces, and what they say together. Keys begin with `trace` where deleting traces makes it stale.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type {
  Trace,
  TraceAnalytics,
  TraceComparison,
  TraceDetail,
  TraceExplanation,
  TraceFacets,
  TracePartners,
  TracePatterns,
  TraceView,
} from "../types";
import { at, items, type Page } from "./page";

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

export const useTrace = (id: string, traceId: string | undefined) =>
  useQuery({
    // A kept trace never changes.
    queryKey: ["kept-trace", id, traceId],
    enabled: traceId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.get<TraceDetail>(`${at(id)}/traces/${traceId}`, signal),
  });

export const useTraceFacets = (id: string, filter: string) =>
  useQuery({
    queryKey: ["trace", id, "facets", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TraceFacets>(`${at(id)}/traces/facets?${filter}`, signal),
  });

export const useTraceAnalytics = (id: string, filter: string) =>
  useQuery({
    queryKey: ["trace", id, "analytics", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<TraceAnalytics>(`${at(id)}/traces/analytics?${filter}`, signal),
  });

export const useTracePatterns = (id: string, filter: string) =>
  useQuery({
    queryKey: ["trace", id, "patterns", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TracePatterns>(`${at(id)}/traces/patterns?${filter}`, signal),
  });

/** What partners do; stale with what is known of them, and when one is stuck. */
export const useTracePartners = (id: string, filter: string) =>
  useQuery({
    queryKey: ["partner", id, "traces", filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get<TracePartners>(`${at(id)}/traces/partners?${filter}`, signal),
  });

export const useTraceComparison = (id: string, left: string, right: string) =>
  useQuery({
    queryKey: ["kept-trace", id, "compare", left, right],
    queryFn: ({ signal }) =>
      api.get<TraceComparison>(`${at(id)}/traces/compare?left=${left}&right=${right}`, signal),
  });

export const useTraceExplanation = (id: string, trace: string) =>
  useQuery({
    queryKey: ["explained-trace", id, trace],
    queryFn: ({ signal }) =>
      api.get<TraceExplanation>(`${at(id)}/traces/${trace}/explanation`, signal),
  });

export const useTraceViews = (id: string) =>
  useQuery({
    queryKey: ["project", id, "trace-views"],
    queryFn: ({ signal }) => api.get<Page<TraceView>>(`${at(id)}/traces/views`, signal),
    select: items,
  });
