// Saved requests, and the folder they are kept in.
import { useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type { RequestFolder, SavedRequest, SavedRequestDetail } from "../types";
import { at, items, type Page } from "./page";

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
