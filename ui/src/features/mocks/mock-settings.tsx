import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Mock } from "@/api/types";
import { Button } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { NumberField, Stateful, StrictAuth } from "./fields";

interface Props {
  mock: Mock;
  onDone: () => void;
  onFailed: (error: Error) => void;
}

/** How a mock is set up. A running one starts again when it is changed. */
export function MockSettings({ mock, onDone, onFailed }: Props) {
  const [port, setPort] = useState(String(mock.port ?? 0));
  const [seed, setSeed] = useState(String(mock.seed));
  const [stateful, setStateful] = useState(mock.stateful);
  const [strictAuth, setStrictAuth] = useState(mock.strictAuth);
  const base = `/projects/${mock.projectId}/mocks/${mock.id}`;
  const change = useMutation({
    mutationFn: () =>
      api.patch(base, { port: Number(port), seed: Number(seed), stateful, strictAuth }),
    onSettled: onDone,
    onSuccess: () => toast.success("Saved"),
    onError: onFailed,
  });
  return (
    <form
      className="mt-3 flex flex-wrap items-end gap-2"
      aria-label="Change the mock"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <NumberField label="Port" most={65535} value={port} onChange={setPort} />
      <NumberField label="Seed" value={seed} onChange={setSeed} />
      <Stateful on={stateful} onChange={setStateful} />
      {(mock.provider || mock.strictAuth) && (
        <StrictAuth on={strictAuth} onChange={setStrictAuth} />
      )}
      <Button type="submit" disabled={change.isPending}>
        Save
      </Button>
      <NavLink
        to={`/projects/${mock.projectId}/traces?source=mock`}
        className="btn btn-ghost no-underline"
      >
        What it answered
      </NavLink>
    </form>
  );
}
