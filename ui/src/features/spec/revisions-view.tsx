import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { asBody } from "@/api/import";
import { useMay } from "@/api/permissions";
import { useSpecs } from "@/api/queries/spec";
import type { Source, SpecRevision } from "@/api/types";
import { useFilters } from "@/lib/address";
import { dateTime, plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { ImportPanel } from "@/ui/import-panel";
import { Loaded } from "@/ui/states";

/** The revisions of a description; a new one comes from files or an address. */
export function RevisionsView({ projectId }: { projectId: string }) {
  const specs = useSpecs(projectId);
  const may = useMay(projectId);
  const [, setFilters] = useFilters();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<SpecRevision | null>(null);
  const base = `/projects/${projectId}/specs`;
  const refresh = (said: string) => () => {
    client.invalidateQueries({ queryKey: ["spec", projectId] });
    client.invalidateQueries({ queryKey: ["project"] });
    toast.success(said);
  };
  const onError = (error: Error) => toast.error(error.message);
  const add = useMutation({
    mutationFn: (source: Source) => api.post(base, asBody(source)),
    onSuccess: refresh("The new revision is in use"),
  });
  const activate = useMutation({
    mutationFn: (id: string) => api.post(`${base}/${id}/activate`),
    onSuccess: refresh("It is in use now"),
    onError,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.del(`${base}/${id}`),
    onSuccess: refresh("The revision is deleted"),
    onError,
  });
  return (
    <div className="flex w-full max-w-4xl flex-col gap-4 p-4">
      {may("edit") && <ImportPanel bring={add} first="file" withSample={false} />}
      <Loaded query={specs}>
        {(all) => (
          <ul aria-label="Revisions" className="panel divide-y divide-line">
            {all.map((spec) => (
              <li key={spec.id} className="flex min-h-11 flex-wrap items-center gap-x-3 px-3 py-1">
                <span className="font-medium">Revision {spec.revision}</span>
                <span className="min-w-0 break-words">
                  {spec.title} {spec.version}
                </span>
                {spec.active && <Badge tone="ok">in use</Badge>}
                {spec.problems.error > 0 && (
                  <Badge tone="err">{plural(spec.problems.error, "error")}</Badge>
                )}
                <span className="break-all text-subtle">
                  {dateTime(spec.createdAt)} · {spec.source.location}
                </span>
                <span className="ml-auto flex gap-1">
                  {spec.revision > Math.min(...all.map((s) => s.revision)) && (
                    <Button look="ghost" onClick={() => setFilters({ changes: spec.id })}>
                      Changes
                    </Button>
                  )}
                  {!spec.active && may("edit") && (
                    <Button onClick={() => activate.mutate(spec.id)}>Use</Button>
                  )}
                  {all.length > 1 && may("edit") && (
                    <Button look="ghost" onClick={() => setLeaving(spec)}>
                      Delete
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title={`Delete revision ${leaving?.revision}?`}
        description={
          leaving?.active
            ? "It is in use: the newest of the others takes its place."
            : "It is gone for good."
        }
        action="Delete"
        onConfirm={() => leaving && remove.mutate(leaving.id)}
      />
    </div>
  );
}
