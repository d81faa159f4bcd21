import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useEnvironments } from "@/api/queries/environments";
import type { Draft } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EnvironmentMark } from "@/ui/environment-mark";
import { NavLink } from "@/ui/nav-link";
import { needsTarget } from "../request/free";
import { loadPlaces, type Outcome, type Place, savePlaces, sendToAll } from "./several-store";
import { SeveralTable } from "./several-table";

interface Props {
  projectId: string;
  draft: Draft;
  onClose: () => void;
}

/** Sends the draft to several places at once and shows where their answers differ. */
export default function SeveralDialog({ projectId, draft, onClose }: Props) {
  const environments = useEnvironments(projectId);
  const client = useQueryClient();
  const [ticked, setTicked] = useState(() => new Set(loadPlaces(projectId) ?? ["mock"]));
  const [sent, setSent] = useState<Place[]>([]);
  const [run, setRun] = useState("");
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const controller = useRef<AbortController>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const ownHost = draft.free != null && !needsTarget(draft.free.url);
  const [credentials, setCredentials] = useState(draft.useCredentials);
  const active = environments.data?.filter((e) => e.isActive) ?? [];
  const places: Place[] = [
    { id: "mock", name: ownHost ? "No environment" : "Mock (built-in)", target: { kind: "mock" } },
    ...active.map(
      (e): Place => ({ id: e.id, name: e.name, target: { kind: "environment", id: e.id } }),
    ),
  ];
  const chosen = places.filter((p) => ticked.has(p.id));
  const running = Object.values(outcomes).some((o) => o.state === "running");
  const tick = (id: string, on: boolean) => {
    const next = new Set(ticked);
    if (on) next.add(id);
    else next.delete(id);
    setTicked(next);
    savePlaces(projectId, [...next]);
  };
  const submit = async () => {
    controller.current = new AbortController();
    const runId = crypto.randomUUID();
    setRun(runId);
    setSent(chosen);
    setOutcomes({});
    const tell = (id: string, outcome: Outcome) =>
      setOutcomes((old) => ({ ...old, [id]: outcome }));
    await sendToAll(
      projectId,
      { ...draft, useCredentials: credentials },
      chosen,
      tell,
      controller.current.signal,
      runId,
    );
    client.invalidateQueries({ queryKey: ["sent", projectId] });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Send to several"
      description={
        ownHost
          ? "The request goes out with the variables of each of these at once; the answers are compared with the first."
          : "The request goes to each of these at once; the answers are compared with the first."
      }
      wide
    >
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="sr-only">Where to send it</legend>
        {places.map((place) => {
          const environment = active.find((e) => e.id === place.id);
          return (
            <label key={place.id} className="row">
              <input
                type="checkbox"
                checked={ticked.has(place.id)}
                onChange={(e) => tick(place.id, e.target.checked)}
              />
              {place.name}
              {environment && <EnvironmentMark kind={environment.type} />}
            </label>
          );
        })}
      </fieldset>
      {draft.free && (
        <label className="row">
          <input
            type="checkbox"
            checked={credentials}
            onChange={(e) => setCredentials(e.target.checked)}
          />
          With the credentials of each environment
        </label>
      )}
      {active.length === 0 && (
        <p className="text-muted">
          This project has no environments yet. Write some in its settings to compare them.
        </p>
      )}
      <div className="mt-2 flex gap-2">
        <Button look="primary" disabled={chosen.length === 0 || running} onClick={submit}>
          <Send size={14} aria-hidden /> Send to {chosen.length}
        </Button>
        {run && !running && (
          <NavLink to={`/projects/${projectId}/traces?run=${run}`} className="btn no-underline">
            Their traces
          </NavLink>
        )}
        {running && <Button onClick={() => controller.current?.abort()}>Cancel</Button>}
      </div>
      {sent.length > 0 && (
        <SeveralTable projectId={projectId} places={sent} outcomes={outcomes} onLeave={onClose} />
      )}
    </Dialog>
  );
}
