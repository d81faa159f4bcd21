import { useOperation } from "@/api/queries/spec";
import type { Operation } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { paragraphs } from "@/lib/format";
import { Badge, MethodBadge } from "./badge";
import { Said } from "./said";
import { Loaded } from "./states";

/** An operation at a glance: what it is for, takes and answers. */
export function OperationPeek({ operation }: { operation: Operation }) {
  const detail = useOperation(useProjectId(), operation.id);
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <MethodBadge method={operation.method} inline />
        <span className="font-medium">{operation.summary ?? operation.operationId}</span>
        {operation.deprecated && <Badge tone="warn">deprecated</Badge>}
      </p>
      <Loaded query={detail} rows={4}>
        {({ description, parameters, requestBody, responses }) => (
          <>
            {description && (
              <p className="mt-2 line-clamp-6 text-muted">
                <Said>{paragraphs(description)}</Said>
              </p>
            )}
            <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
              <dt className="text-muted">Takes</dt>
              <dd className="min-w-0">
                {parameters.map((p) => (
                  <span key={`${p.in}${p.name}`} className="block">
                    <code className="break-all">{p.name}</code>{" "}
                    <span className="text-muted">
                      in {p.in}
                      {p.required ? ", required" : ""}
                    </span>
                  </span>
                ))}
                {requestBody && (
                  <span className="block">
                    a body{" "}
                    <code className="break-all text-muted">
                      {requestBody.content.map((c) => c.mediaType).join(", ")}
                    </code>
                  </span>
                )}
                {parameters.length === 0 && !requestBody && "nothing"}
              </dd>
              <dt className="text-muted">Answers</dt>
              <dd className="min-w-0">
                {responses.map((r) => (
                  <span key={r.status} className="block">
                    <span className="font-medium">{r.status}</span>{" "}
                    <span className="text-muted">{r.description}</span>
                  </span>
                ))}
              </dd>
            </dl>
          </>
        )}
      </Loaded>
    </>
  );
}
