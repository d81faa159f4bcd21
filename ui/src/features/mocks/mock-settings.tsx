import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Mock } from "@/api/types";
import { Button } from "@/ui/button";
import { CallbackHosts, Choice, NumberField, Stateful, StrictAuth } from "./fields";

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
  const [keepState, setKeepState] = useState(mock.keepState);
  const [keepDays, setKeepDays] = useState(String(mock.keepDays));
  const [callbacksTo, setCallbacksTo] = useState(mock.callbacksTo.join(", "));
  const base = `/projects/${mock.projectId}/mocks/${mock.id}`;
  const change = useMutation({
    mutationFn: () =>
      api.patch(base, {
        port: Number(port),
        seed: Number(seed),
        stateful,
        strictAuth,
        keepState,
        keepDays: Number(keepDays),
        callbacksTo: callbacksTo.split(/[\s,]+/).filter(Boolean),
      }),
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
      <NumberField
        label="Idle days"
        title="Days without a request after which it goes, with a warning first; 0 for never"
        most={3650}
        value={keepDays}
        onChange={setKeepDays}
      />
      <Stateful on={stateful} onChange={setStateful} />
      {stateful && (
        <Choice
          label="also over restarts"
          title="What it keeps is saved, sealed with the key of the vault, and there again when it starts"
          on={keepState}
          onChange={setKeepState}
        />
      )}
      {(mock.provider || mock.strictAuth) && (
        <StrictAuth on={strictAuth} onChange={setStrictAuth} />
      )}
      <CallbackHosts value={callbacksTo} onChange={setCallbacksTo} />
      <Button type="submit" disabled={change.isPending}>
        Save
      </Button>
    </form>
  );
}
