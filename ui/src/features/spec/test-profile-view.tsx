import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useMay } from "@/api/permissions";
import type { TestProfile } from "@/api/types";
import { Button } from "@/ui/button";
import { ErrorState, Loaded } from "@/ui/states";
import { TestGroup } from "./test-group";
import { type Levels, levelsOf, summary } from "./test-levels";

const pathOf = (projectId: string) => `/projects/${projectId}/test-profile`;

/** What the tests of an integration have to show: for each group, how much each kind counts. */
export function TestProfileView({ projectId }: { projectId: string }) {
  const profile = useQuery({
    queryKey: ["spec", projectId, "test-profile"],
    queryFn: ({ signal }) => api.get<TestProfile>(pathOf(projectId), signal),
  });
  return (
    <Loaded query={profile}>{(found) => <Editing projectId={projectId} profile={found} />}</Loaded>
  );
}

function Editing({ projectId, profile }: { projectId: string; profile: TestProfile }) {
  const client = useQueryClient();
  const may = useMay(projectId);
  const [written, setWritten] = useState<Levels | null>(null);
  const levels = written ?? levelsOf(profile);
  const save = useMutation({
    mutationFn: () => api.put<TestProfile>(pathOf(projectId), { groups: levels }),
    onSuccess: (kept) => {
      client.setQueryData(["spec", projectId, "test-profile"], kept);
      client.invalidateQueries({ queryKey: ["partner", projectId] });
      setWritten(null);
      toast.success("Saved");
    },
  });
  const toAll = (name: string) =>
    setWritten(Object.fromEntries(profile.groups.map((group) => [group.name, levels[name] ?? {}])));
  return (
    <fieldset disabled={!may("edit")} className="flex max-w-4xl min-w-0 flex-col gap-4 p-4">
      <p className="text-muted">
        What an integration of this API has to show, by group of operations. <em>Automatic</em> is
        required where the description says that the API does such a thing, and left out where it
        does not. Partners get this with their bundle.
      </p>
      {profile.groups.map((group, n) => (
        <TestGroup
          key={group.name}
          group={group}
          first={n === 0}
          levels={levels[group.name] ?? {}}
          onChange={(changed) => setWritten({ ...levels, [group.name]: changed })}
          onToAll={profile.groups.length > 1 ? () => toAll(group.name) : undefined}
        />
      ))}
      {profile.gone.length > 0 && (
        <p className="text-muted">
          Kept for groups that this revision does not have: {profile.gone.join(", ")}.
        </p>
      )}
      {save.error && <ErrorState error={save.error} />}
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-t border-line bg-bg px-4 py-2">
        <Button look="primary" disabled={!written || save.isPending} onClick={() => save.mutate()}>
          {save.isPending ? "Saving…" : "Save"}
        </Button>
        <Button disabled={!written} onClick={() => setWritten(null)}>
          Discard
        </Button>
        <span role="status" className="text-muted">
          {written ? "Not saved yet: " : ""}
          {summary(profile, levels)}
        </span>
      </div>
    </fieldset>
  );
}
