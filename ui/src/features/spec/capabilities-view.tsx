import { useCapabilities } from "@/api/queries/spec";
import type { Capability } from "@/api/types";
import { useFilters } from "@/lib/address";
import { percent, plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Said } from "@/ui/said";
import { EmptyState, Loaded } from "@/ui/states";

/** Evidence shown of one signal. */
const EVIDENCE = 5;

/** What the API can do, and by what in its description one sees it. */
export function CapabilitiesView({ projectId, specId }: { projectId: string; specId: string }) {
  const capabilities = useCapabilities(projectId, specId);
  return (
    <Loaded query={capabilities}>
      {(all) =>
        all.length > 0 ? (
          <ul aria-label="Capabilities" className="flex max-w-4xl flex-col gap-3 p-4">
            {all.map((capability) => (
              <CapabilityCard
                key={`${capability.kind} ${capability.style}`}
                capability={capability}
              />
            ))}
          </ul>
        ) : (
          <EmptyState>Nothing in the description tells what the API can do.</EmptyState>
        )
      }
    </Loaded>
  );
}

function CapabilityCard({ capability }: { capability: Capability }) {
  const { kind, style, confidence, operations, signals } = capability;
  return (
    <li className="panel p-3">
      <h3 className="flex flex-wrap items-center gap-2">
        <span className="first-letter:uppercase">{kind.replaceAll("-", " ")}</span>
        {style && <code className="font-normal text-muted">{style}</code>}
        <Badge tone={confidence >= 0.75 ? "ok" : "neutral"}>{percent(confidence)} sure</Badge>
        {operations > 0 && (
          <span className="ml-auto font-normal text-subtle">{plural(operations, "operation")}</span>
        )}
      </h3>
      <ul className="mt-2 flex flex-col gap-2">
        {signals.map((signal) => (
          <SignalItem key={signal.signal} signal={signal} />
        ))}
      </ul>
    </li>
  );
}

function SignalItem({ signal }: { signal: Capability["signals"][number] }) {
  const [, setFilters] = useFilters();
  const more = signal.count - Math.min(signal.evidence.length, EVIDENCE);
  return (
    <li>
      <p className="text-muted">
        <Said>{signal.words}</Said>
      </p>
      <ul className="mt-0.5 border-l border-line pl-3">
        {signal.evidence.slice(0, EVIDENCE).map(({ place, what, operation }) => (
          <li
            key={`${operation?.id} ${place.pointer} ${what}`}
            className="flex flex-wrap items-baseline gap-x-2"
          >
            <span className="min-w-0 break-words">
              <Said>{what}</Said>
            </span>
            <span className="break-all text-subtle">
              {place.file}
              {place.line ? `:${place.line}` : ""}
            </span>
            {operation?.id && (
              <button
                type="button"
                className="text-left break-all text-link hover:underline"
                onClick={() => setFilters({ view: "", operation: operation.id ?? "", q: "" })}
              >
                {operation.method} {operation.path}
              </button>
            )}
          </li>
        ))}
        {more > 0 && <li className="text-subtle">and {more} more</li>}
      </ul>
    </li>
  );
}
