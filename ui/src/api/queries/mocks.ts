// Mocks, and what catches webhooks.
import { useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type { Catcher, Caught, CaughtDetail, Mock, Trace } from "../types";
import { at, items, type Page } from "./page";

export const useMocks = (id: string) =>
  useQuery({
    queryKey: ["mock", id],
    queryFn: ({ signal }) => api.get<Page<Mock>>(`${at(id)}/mocks`, signal),
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
