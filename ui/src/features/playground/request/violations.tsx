import { useOperations } from "@/api/queries/spec";
import type { DraftCheck } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { useKeys } from "@/lib/bindings";
import { plural } from "@/lib/format";
import { Badge, SeverityBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Said } from "@/ui/said";
import { useReveal } from "./reveal";
import { SetVariable } from "./set-variable";
import { unknownIn } from "./unknown";

/** Says that nothing could check it, and what could. */
function Unchecked({
  check,
  onTake,
}: {
  check: DraftCheck;
  onTake: (operationId: string) => void;
}) {
  const operations = useOperations(useProjectId());
  const fits = operations.data?.find((o) => o.id === check.fits);
  if (!fits) return <Badge tone="neutral">matches no operation: not checked</Badge>;
  return (
    <>
      <span className="min-w-0 text-muted">
        not checked, but fits{" "}
        <code className="break-all">
          {fits.method} {fits.path}
        </code>
      </span>
      <Button className="shrink-0" onClick={() => onTake(fits.id)}>
        Make it that request
      </Button>
    </>
  );
}

/** What is wrong with the request; each leads to its place. */
export function Violations({
  check,
  error,
  onTake,
}: {
  check: DraftCheck | undefined;
  error: Error | null;
  /** Makes a free request one of the operation that it fits. */
  onTake: (operationId: string) => void;
}) {
  const keys = useKeys("next-problem");
  const show = useReveal((s) => s.show);
  const errors = check?.violations.filter((v) => v.severity === "error").length ?? 0;
  return (
    <section aria-label="Problems of the request" className="border-t border-line">
      <div className="flex min-h-8 items-center gap-2 px-3" aria-live="polite">
        {error ? (
          <Badge tone="err">not checked: {error.message}</Badge>
        ) : check?.valid && check.checkedBy === null ? (
          <Unchecked check={check} onTake={onTake} />
        ) : check?.valid ? (
          <Badge tone="ok">the request keeps the contract</Badge>
        ) : check ? (
          <Badge tone="err">{plural(errors, "problem")}</Badge>
        ) : (
          <span className="text-muted">checking…</span>
        )}
        {check && check.violations.length > 0 && (
          <span className="ml-auto text-subtle">{keys && `${keys}: next problem`}</span>
        )}
      </div>
      {check && check.violations.length > 0 && (
        <ul className="max-h-40 divide-y divide-line overflow-auto">
          {check.violations.map((v) => (
            <li key={`${v.in}${v.pointer}${v.message}`} className="flex items-center">
              <button
                type="button"
                onClick={() => show(v)}
                className="min-w-0 flex-1 px-3 py-1 text-left hover:bg-sunken"
              >
                <SeverityBadge severity={v.severity} /> <span className="text-muted">{v.in}</span>{" "}
                <code className="text-subtle">{v.pointer}</code> <Said>{v.message}</Said>
              </button>
              {unknownIn(v) && <SetVariable name={unknownIn(v)} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
