import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { TraceRetention, TraceSeal } from "@/api/types";
import { Button } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { ErrorState, Loaded } from "@/ui/states";

const LIMITS: [keyof TraceRetention, string, number][] = [
  ["days", "Days", 3650],
  ["traces", "Number of traces", 5_000_000],
  ["megabytes", "Megabytes on the disk", 20_480],
];

/** How long traces are kept, and whether they are as they were kept. */
export function KeptTraces({ projectId }: { projectId: string }) {
  const path = `/projects/${projectId}/traces/retention`;
  const kept = useQuery({
    queryKey: ["trace", projectId, "retention"],
    queryFn: ({ signal }) => api.get<TraceRetention>(path, signal),
  });
  return (
    <section aria-label="Traces" className="panel flex flex-col gap-3 p-4">
      <h2>Traces</h2>
      <Loaded query={kept} rows={2}>
        {(found) => <Retention projectId={projectId} kept={found} path={path} />}
      </Loaded>
      <Seal projectId={projectId} />
    </section>
  );
}

interface RetentionProps {
  projectId: string;
  kept: TraceRetention;
  path: string;
}

function Retention({ projectId, kept, path }: RetentionProps) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Record<string, string>>({});
  const save = useMutation({
    mutationFn: () => {
      const numbers = Object.entries(wanted).map(([name, text]) => [name, Number(text)]);
      return api.put<TraceRetention>(path, { ...kept, ...Object.fromEntries(numbers) });
    },
    onSuccess: (now) => {
      client.setQueryData(["trace", projectId, "retention"], now);
      setWanted({});
      toast.success("Saved");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="flex flex-col gap-2" onSubmit={submit} aria-label="How long traces are kept">
      <p className="text-muted">
        Traces are kept until any of these is reached; then the oldest go first.
      </p>
      <div className="flex flex-wrap gap-3">
        {LIMITS.map(([name, label, most]) => (
          <label key={name} className="flex flex-col gap-1">
            {label}
            <input
              className="field w-40"
              type="number"
              required
              min={1}
              max={most}
              value={wanted[name] ?? String(kept[name])}
              onChange={(e) => setWanted({ ...wanted, [name]: e.target.value })}
            />
          </label>
        ))}
      </div>
      <Button type="submit" className="self-start" disabled={save.isPending}>
        Save
      </Button>
      {save.error && <ErrorState error={save.error} />}
    </form>
  );
}

const counted = (number: number) =>
  `${number.toLocaleString("en")} ${number === 1 ? "trace" : "traces"}`;

function Seal({ projectId }: { projectId: string }) {
  const verify = useMutation({
    mutationFn: () => api.get<TraceSeal>(`/projects/${projectId}/traces/seal`),
  });
  const seal = verify.data;
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="text-muted">
        Each trace is sealed behind the one before it with a key from the vault: one that was
        changed or taken out shows.
      </p>
      <Button className="self-start" disabled={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? "Verifying…" : "Verify the seal"}
      </Button>
      {verify.error && <ErrorState error={verify.error} />}
      {seal && (
        <p role="status" className={seal.holds ? "" : "text-error"}>
          {seal.holds
            ? `The seal holds: ${counted(seal.sealed)} as kept.`
            : `The seal is broken after ${counted(seal.sealed)}. ${seal.reason ?? ""} `}
          {seal.unsealed > 0 &&
            ` ${seal.unsealed.toLocaleString("en")} from an older version have none.`}
          {seal.brokenAt && (
            <NavLink to={`/projects/${projectId}/traces/${seal.brokenAt}`}>See that trace</NavLink>
          )}
        </p>
      )}
    </div>
  );
}
