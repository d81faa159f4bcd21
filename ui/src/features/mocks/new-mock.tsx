import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Mock } from "@/api/types";
import { Button } from "@/ui/button";
import { ErrorState } from "@/ui/states";
import { NumberField, Stateful } from "./fields";

/** One more mock, on a port of its own. */
export function NewMock({ projectId, first }: { projectId: string; first: boolean }) {
  const client = useQueryClient();
  const [port, setPort] = useState("");
  const [seed, setSeed] = useState("1");
  const [stateful, setStateful] = useState(false);
  const create = useMutation({
    mutationFn: () =>
      api.post<Mock>(`/projects/${projectId}/mocks`, {
        port: Number(port || 0),
        seed: Number(seed || 1),
        stateful,
      }),
    onSuccess: (mock) => {
      client.invalidateQueries({ queryKey: ["mock", projectId] });
      setPort("");
      toast.success(`The mock answers on ${mock.url}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <section aria-label="New mock" className="panel p-4">
      <h2>{first ? "New mock" : "Another mock"}</h2>
      <p className="mb-3 text-muted">The same seed gives the same made-up answers.</p>
      <form className="flex flex-wrap items-end gap-2" onSubmit={submit} aria-label="New mock">
        <NumberField label="Port" most={65535} placeholder="any" value={port} onChange={setPort} />
        <NumberField label="Seed" value={seed} onChange={setSeed} />
        <Stateful on={stateful} onChange={setStateful} />
        <Button type="submit" look={first ? "primary" : "plain"} disabled={create.isPending}>
          New mock
        </Button>
      </form>
      {create.error && <ErrorState error={create.error} />}
    </section>
  );
}
