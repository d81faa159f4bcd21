// Partners, their space, and bundles.
import { useQuery } from "@tanstack/react-query";
import { api } from "../client";
import type { OpenedBundle, Partner, PartnerSpace, SpaceContents } from "../types";

export const usePartners = (id: string, enabled = true) =>
  useQuery({
    queryKey: ["partner", id],
    enabled,
    queryFn: ({ signal }) =>
      api.get<{ items: Partner[] }>(`/projects/${id}/partners`, signal).then((page) => page.items),
  });

export const usePartnerSpace = (id: string) =>
  useQuery({
    queryKey: ["partner", id, "space"],
    queryFn: ({ signal }) => api.get<PartnerSpace>(`/projects/${id}/partner-space`, signal),
  });

export const usePartnerContents = (id: string, partnerId: string) =>
  useQuery({
    queryKey: ["partner", id, partnerId, "contents"],
    queryFn: ({ signal }) =>
      api.get<SpaceContents>(`/projects/${id}/partners/${partnerId}/contents`, signal),
  });

/** A bundle: its bytes, or where it lies on this machine. */
export type BundleFile = { name: string; bytes: Uint8Array } | { name: string; path: string };

/** Opens a bundle, or only looks into it. */
export function openBundle(file: BundleFile, how: { dryRun?: boolean; trustNewKey?: boolean }) {
  const query = new URLSearchParams();
  if (how.dryRun) query.set("dryRun", "true");
  if (how.trustNewKey) query.set("trustNewKey", "true");
  if ("path" in file) query.set("path", file.path);
  const bytes = "bytes" in file ? file.bytes : new Uint8Array();
  return api.upload<OpenedBundle>(`/bundles?${query}`, bytes, BUNDLE);
}

/** The media type of a bundle. */
const BUNDLE = "application/vnd.fairlead.bundle+zip";
