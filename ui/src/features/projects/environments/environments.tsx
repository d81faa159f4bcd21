import { Plus } from "lucide-react";
import { useState } from "react";
import { useMay } from "@/api/permissions";
import { useEnvironments } from "@/api/queries/environments";
import { Button } from "@/ui/button";
import { EnvironmentMark } from "@/ui/environment-mark";
import { Loaded } from "@/ui/states";
import { EnvironmentCard } from "./environment-card";
import { EnvironmentDialog } from "./environment-dialog";
import { Transfer } from "./transfer";

/** Where requests of the project can go, and what they carry there. */
export function Environments({ projectId }: { projectId: string }) {
  const environments = useEnvironments(projectId);
  const may = useMay(projectId);
  // What is being written: one that is there, another like it, or a new one.
  const [writing, setWriting] = useState<{ id?: string; like?: string } | null>(null);
  const known = (id: string | undefined) => environments.data?.find((e) => e.id === id);
  const chosen = known(writing?.id);
  return (
    <section aria-label="Environments" className="panel flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1">Environments</h2>
        {may("viewInternals") && <Transfer projectId={projectId} />}
        <Button onClick={() => setWriting({})}>
          <Plus size={14} aria-hidden /> New environment
        </Button>
      </div>
      <p className="text-muted">
        Where requests go, with the headers, credentials and variables of that place. Secrets stay
        encrypted on this machine and are never shown.
      </p>
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
        <EnvironmentMark kind="MOCK" />
        <h3>Mock (built-in)</h3>
        <span className="text-muted">always there; answers from the project's mock</span>
      </div>
      <Loaded query={environments} rows={2}>
        {(all) =>
          all.map((environment) => (
            <EnvironmentCard
              key={environment.id}
              environment={environment}
              onEdit={() => setWriting({ id: environment.id })}
              onCopy={() => setWriting({ like: environment.id })}
            />
          ))
        }
      </Loaded>
      {writing !== null && (writing.id === undefined || chosen) && (
        <EnvironmentDialog
          projectId={projectId}
          environment={chosen}
          like={known(writing.like)}
          onClose={() => setWriting(null)}
        />
      )}
    </section>
  );
}
