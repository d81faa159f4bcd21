import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useOperations } from "@/api/queries/spec";
import type { Mock, ProxySetup } from "@/api/types";
import { Button } from "@/ui/button";
import { Choice } from "./fields";

interface Props {
  mock: Mock;
  onDone: () => void;
  onFailed: (error: Error) => void;
}

const NOTHING: ProxySetup = { upstream: "", mockOnError: false, enforce: false, replay: false };

/** The real API that a mock stands before: what it forwards, what it answers itself. */
export function MockProxy({ mock, onDone, onFailed }: Props) {
  const [setup, setSetup] = useState<ProxySetup>(mock.proxy ?? NOTHING);
  const path = `/projects/${mock.projectId}/mocks/${mock.id}/proxy`;
  const set = (change: Partial<ProxySetup>) => setSetup({ ...setup, ...change });
  const save = useMutation({
    mutationFn: () => api.put(path, setup),
    onSuccess: () => toast.success(`Requests go to ${setup.upstream}`),
    onSettled: onDone,
    onError: onFailed,
  });
  const remove = useMutation({
    mutationFn: () => api.del(path),
    onSuccess: () => {
      setSetup(NOTHING);
      toast.success("The mock answers by itself again");
    },
    onSettled: onDone,
    onError: onFailed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="mt-2 flex flex-col gap-2" aria-label="Proxy" onSubmit={submit}>
      <p className="text-muted">
        Requests go on to the API; both directions are held against the description, and every
        exchange is a trace.
      </p>
      <label className="flex flex-col gap-1 text-muted">
        Address of the API
        <input
          className="field"
          type="url"
          required
          placeholder="https://api.example.com/v1"
          value={setup.upstream}
          onChange={(event) => set({ upstream: event.target.value })}
        />
      </label>
      <Choice
        label="The mock answers where the API cannot be reached, or fails with 502, 503 or 504"
        on={setup.mockOnError}
        onChange={(mockOnError) => set({ mockOnError })}
      />
      <Choice
        label="Refuse what breaks the contract: requests with 422, answers with 502"
        on={setup.enforce}
        onChange={(enforce) => set({ enforce })}
      />
      <Choice
        label="Answer again what the API answered before, from the traces, without asking it"
        on={setup.replay}
        onChange={(replay) => set({ replay })}
      />
      <Mocked
        projectId={mock.projectId}
        chosen={setup.mocked ?? []}
        onChange={(mocked) => set({ mocked })}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={save.isPending}>
          {mock.proxy ? "Save the proxy" : "Put it before this API"}
        </Button>
        {mock.proxy && (
          <Button onClick={() => remove.mutate()} disabled={remove.isPending}>
            Answer by itself again
          </Button>
        )}
      </div>
    </form>
  );
}

interface MockedProps {
  projectId: string;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** Operations that the API does not have yet. */
function Mocked({ projectId, chosen, onChange }: MockedProps) {
  const operations = useOperations(projectId);
  const list = useId();
  const [text, setText] = useState("");
  const add = (name: string) => {
    setText("");
    if (!chosen.includes(name)) onChange([...chosen, name]);
  };
  const names = operations.data?.map((o) => `${o.method} ${o.path}`) ?? [];
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="text-muted">Not built yet: the mock answers these</legend>
      <ul className="flex flex-wrap gap-1">
        {chosen.map((name) => (
          <li key={name} className="flex items-center gap-1 rounded bg-sunken px-2">
            <code className="break-all">{name}</code>
            <button
              type="button"
              className="min-h-6 min-w-6"
              aria-label={`Let the API answer ${name}`}
              onClick={() => onChange(chosen.filter((c) => c !== name))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <input
        className="field"
        list={list}
        aria-label="Add an operation that is not built yet"
        placeholder="GET /path"
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          if (names.includes(value)) add(value);
          else setText(value);
        }}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </fieldset>
  );
}
