import type { ContentDetail, OperationDetail, Schema } from "@/api/types";
import { paragraphs } from "@/lib/format";
import { Badge, MethodBadge } from "@/ui/badge";
import { NavLink } from "@/ui/nav-link";
import { Said } from "@/ui/said";
import { SchemaTree, typeOf } from "./schema-tree";

/** What an operation takes and what it answers. */
export function OperationView({
  projectId,
  operation,
}: {
  projectId: string;
  operation: OperationDetail;
}) {
  const schemas = operation.schemas as Record<string, Schema>;
  return (
    <div className="flex flex-col gap-4 p-4">
      <header>
        <div className="flex flex-wrap items-center gap-2">
          <MethodBadge method={operation.method} inline />
          <code className="text-[13px] break-all">{operation.path}</code>
          {operation.deprecated && <Badge tone="warn">deprecated</Badge>}
          {operation.kind === "operation" && (
            <NavLink
              to={`/projects/${projectId}/playground?operation=${operation.id}`}
              className="btn ml-auto no-underline"
            >
              Open in playground
            </NavLink>
          )}
        </div>
        <h2 className="mt-2">{operation.summary ?? operation.operationId ?? operation.path}</h2>
        {operation.description && (
          <p className="mt-1 whitespace-pre-line text-muted">
            <Said>{paragraphs(operation.description)}</Said>
          </p>
        )}
        <p className="mt-1 text-subtle">
          {operation.file}
          {operation.line ? `:${operation.line}` : ""}
        </p>
      </header>
      {operation.security && operation.security.length > 0 && (
        <section aria-label="Credentials wanted">
          <h3>Credentials</h3>
          <p className="text-muted">
            {operation.security
              .map((all) =>
                all.length === 0
                  ? "none"
                  : all.map((n) => [n.scheme, ...n.scopes].join(" ")).join(" and "),
              )
              .join(", or ")}
          </p>
        </section>
      )}
      {operation.parameters.length > 0 && (
        <section aria-label="Parameters">
          <h3>Parameters</h3>
          <ul className="mt-1 divide-y divide-line border-y border-line">
            {operation.parameters.map((p) => (
              <li key={`${p.in}${p.name}`} className="py-1.5">
                <code className="break-all">{p.name}</code>
                {p.required && <span className="text-error"> required</span>}{" "}
                <span className="text-muted">in {p.in}</span>{" "}
                <code className="break-words text-muted">{typeOf((p.schema ?? {}) as Schema)}</code>
                {p.deprecated && <Badge tone="warn">deprecated</Badge>}
                {p.description && (
                  <span className="block text-muted">
                    <Said>{paragraphs(p.description)}</Said>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {operation.requestBody && (
        <section aria-label="Body">
          <h3>
            Body{" "}
            {operation.requestBody.required && (
              <span className="font-normal text-error">required</span>
            )}
          </h3>
          <p className="text-muted">{operation.requestBody.description}</p>
          <Contents content={operation.requestBody.content} schemas={schemas} />
        </section>
      )}
      <section aria-label="Responses">
        <h3>Responses</h3>
        {operation.responses.map((response) => (
          <div key={response.status} className="mt-2 border-l-2 border-line pl-3">
            <p>
              <span className="font-medium">{response.status}</span>{" "}
              <span className="text-muted">{response.description}</span>
            </p>
            {response.headers.length > 0 && (
              <p className="text-muted">
                Headers: <code>{response.headers.map((h) => h.name).join(", ")}</code>
              </p>
            )}
            <Contents content={response.content} schemas={schemas} />
          </div>
        ))}
      </section>
    </div>
  );
}

function Contents({
  content,
  schemas,
}: {
  content: ContentDetail[];
  schemas: Record<string, Schema>;
}) {
  return content.map((c) => (
    <div key={c.mediaType} className="mt-1">
      <p>
        <code className="text-muted">{c.mediaType}</code>
      </p>
      {c.schema != null && <SchemaTree schema={c.schema as Schema} schemas={schemas} />}
    </div>
  ));
}
