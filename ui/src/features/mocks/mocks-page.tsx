import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useMocks } from "@/api/queries";
import type { Mock } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { Button } from "@/ui/button";
import { EmptyState, ErrorState, Loaded } from "@/ui/states";
import { MockCard } from "./mock-card";

/** The mock servers of a project. */
export function MocksPage() {
  const id = useProjectId();
  const mocks = useMocks(id);
  const client = useQueryClient();
  const [port, setPort] = useState("");
  const [seed, setSeed] = useState("1");
  const create = useMutation({
    mutationFn: () =>
      api.post<Mock>(`/projects/${id}/mocks`, { port: Number(port || 0), seed: Number(seed || 1) }),
    onSuccess: (mock) => {
      client.invalidateQueries({ queryKey: ["mock", id] });
      setPort("");
      toast.success(`The mock answers on ${mock.url}`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <div className="flex flex-col gap-4 p-4">
      <h2>Mocks</h2>
      <form className="flex flex-wrap items-end gap-2" onSubmit={submit} aria-label="New mock">
        <label className="flex w-36 flex-col gap-1 text-muted">
          Port
          <input
            className="field"
            type="number"
            min={0}
            max={65535}
            placeholder="any"
            value={port}
            onChange={(e) => setPort(e.target.value)}
          />
        </label>
        <label className="flex w-28 flex-col gap-1 text-muted">
          Seed
          <input
            className="field"
            type="number"
            min={0}
            value={seed}
            onChange={(e) => setSeed(e.target.value)}
          />
        </label>
        <Button type="submit" look="primary" disabled={create.isPending}>
          New mock
        </Button>
      </form>
      {create.error && <ErrorState error={create.error} />}
      <Loaded query={mocks}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState>No mock is set up: the same seed gives the same answers.</EmptyState>
          ) : (
            all.map((mock) => <MockCard key={mock.id} mock={mock} />)
          )
        }
      </Loaded>
    </div>
  );
}
