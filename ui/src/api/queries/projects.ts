// Projects, and the program itself.
import { useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type { Check, Project } from "../types";
import { at, items, type Page } from "./page";

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
