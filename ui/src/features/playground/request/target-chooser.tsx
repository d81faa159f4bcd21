import { useState } from "react";
import { useEnvironments } from "@/api/queries/environments";
import { useMocks } from "@/api/queries/mocks";
import type { OperationDetail, Target } from "@/api/types";
import { KIND_NAMES } from "@/ui/environment-mark";
import { NavLink } from "@/ui/nav-link";

interface Props {
  projectId: string;
  operation: OperationDetail;
  target: Target;
  onChange: (target: Target) => void;
  /** The request has an address of its own: an environment adds its variables and credentials. */
  free?: boolean;
}

/** Where the request goes: the mock, an environment, a server of the description, or elsewhere. */
export function TargetChooser({ projectId, operation, target, onChange, free }: Props) {
  const mocks = useMocks(projectId);
  const environments = useEnvironments(projectId);
  const running = mocks.data?.some((m) => m.state === "running");
  const [custom, setCustom] = useState(
    target.kind === "url" && !operation.servers.some((s) => s.url === target.baseUrl),
  );
  const value =
    target.kind === "mock"
      ? "mock"
      : target.kind === "environment"
        ? `environment:${target.id}`
        : custom
          ? "custom"
          : target.baseUrl;
  const chosen =
    target.kind === "environment" ? environments.data?.find((e) => e.id === target.id) : undefined;
  const choose = (next: string) => {
    setCustom(next === "custom");
    const [kind, id] = next.split(":");
    if (next === "mock") onChange({ kind: "mock" });
    else if (kind === "environment" && id) onChange({ kind: "environment", id });
    else {
      const baseUrl = next === "custom" ? (operation.servers[0]?.url ?? "https://") : next;
      onChange({ kind: "url", baseUrl });
    }
  };
  const toMock =
    target.kind === "mock" || (target.kind === "environment" && chosen?.type === "MOCK");
  const all = environments.data?.filter((e) => e.isActive || e === chosen) ?? [];
  return (
    <>
      <select
        className="field w-auto max-w-56 min-w-28 max-md:flex-1"
        aria-label={free ? "Environment" : "Send to"}
        value={value}
        onChange={(e) => choose(e.target.value)}
      >
        <option value="mock">
          {free ? "No environment" : `Mock (built-in)${running === false ? ": not running" : ""}`}
        </option>
        {target.kind === "environment" && environments.data && !chosen && (
          <option value={value}>an environment that is gone</option>
        )}
        {all.length > 0 && (
          <optgroup label="Environments">
            {all.map((e) => (
              <option key={e.id} value={`environment:${e.id}`}>
                {e.name} · {e.type === "PRODUCTION" ? "PRODUCTION" : KIND_NAMES[e.type]}
              </option>
            ))}
          </optgroup>
        )}
        {(!free || target.kind === "url") && (
          <optgroup label="Addresses">
            {operation.servers.map((s) => (
              <option key={s.url} value={s.url}>
                {s.description ? `${s.description}: ` : ""}
                {s.url}
              </option>
            ))}
            <option value="custom">Another address…</option>
          </optgroup>
        )}
      </select>
      {target.kind === "url" && custom && (
        <input
          className="field max-w-72"
          type="url"
          aria-label="Base URL"
          value={target.baseUrl}
          onChange={(e) => onChange({ kind: "url", baseUrl: e.target.value })}
        />
      )}
      {toMock && running === false && !free && (
        <NavLink to={`/projects/${projectId}/mocks`}>Start a mock</NavLink>
      )}
    </>
  );
}
