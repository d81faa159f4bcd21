import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { usePartnerSpace } from "@/api/queries/partners";
import type { NewPartnerSpace, PartnerSpace } from "@/api/types";
import { Button } from "@/ui/button";
import { Markdown } from "@/ui/markdown";
import { ErrorState, Loaded } from "@/ui/states";
import { OpenEnvironments } from "./open-environments";
import { SharedRequests } from "./shared-requests";

/** What all partners of a project see. */
export function ShownForm({ projectId }: { projectId: string }) {
  const space = usePartnerSpace(projectId);
  return (
    <section aria-label="What partners see" className="panel flex min-w-0 flex-col gap-3 p-4">
      <h2>What partners see</h2>
      <Loaded query={space}>
        {(found) => <Writing key={projectId} projectId={projectId} space={found} />}
      </Loaded>
    </section>
  );
}

function Writing({ projectId, space }: { projectId: string; space: PartnerSpace }) {
  const client = useQueryClient();
  const [written, setWritten] = useState<NewPartnerSpace | null>(null);
  const [preview, setPreview] = useState(false);
  const { vendor, notes, requests } = written ?? space;
  const edit = (change: Partial<NewPartnerSpace>) =>
    setWritten({ vendor, notes, requests, ...change });
  const keep = useMutation({
    mutationFn: () =>
      api.put<PartnerSpace>(`/projects/${projectId}/partner-space`, { vendor, notes, requests }),
    onSuccess: (kept) => {
      client.setQueryData(["partner", projectId, "space"], kept);
      client.invalidateQueries({ queryKey: ["partner", projectId] });
      setWritten(null);
      toast.success("Saved");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form className="flex flex-col gap-3" aria-label="What partners see" onSubmit={submit}>
      <p className="text-muted">
        The description, read-only, the built-in mock, and what is chosen here. Secrets never
        travel: a partner sets their own.
      </p>
      <label className="flex flex-col gap-1">
        Your name to them
        <input
          className="field"
          maxLength={200}
          placeholder="The name of the project, where left out"
          value={vendor}
          onChange={(e) => edit({ vendor: e.target.value })}
        />
      </label>
      <OpenEnvironments projectId={projectId} />
      <SharedRequests
        projectId={projectId}
        chosen={requests ?? []}
        onChange={(requests) => edit({ requests })}
      />
      <div className="flex flex-col gap-1">
        <div className="flex items-center gap-2">
          <label htmlFor="partner-notes" className="flex-1">
            Notes, in Markdown
          </label>
          <Button look="ghost" aria-pressed={preview} onClick={() => setPreview(!preview)}>
            {preview ? "Write" : "Preview"}
          </Button>
        </div>
        {preview ? (
          <div className="min-h-24 rounded-md bg-sunken p-3">
            <Markdown>{notes ?? ""}</Markdown>
          </div>
        ) : (
          <textarea
            id="partner-notes"
            className="field py-1 font-mono text-xs"
            rows={8}
            maxLength={100_000}
            placeholder="What only your engineers know: how to get access, what the sandbox does not do, whom to ask."
            value={notes}
            onChange={(e) => edit({ notes: e.target.value })}
          />
        )}
      </div>
      {keep.error && <ErrorState error={keep.error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" disabled={!written || keep.isPending}>
          {keep.isPending ? "Saving…" : "Save"}
        </Button>
        <span className="text-muted" role="status">
          {written ? "Not saved yet" : ""}
        </span>
      </div>
      <p className="text-muted">
        Your bundles are signed. Tell partners this fingerprint by another way than the file:{" "}
        <code>{space.fingerprint}</code>
      </p>
    </form>
  );
}
