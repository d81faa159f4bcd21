import type { TraceBody, Violation } from "@/api/types";
import { indentJson } from "@/lib/json-text";
import { kindOf } from "@/ui/body/body-kind";
import { Badge, SeverityBadge } from "./badge";
import { BodyPanel } from "./body/body-panel";
import { Said } from "./said";

/** Header fields. */
export function HeaderTable({
  headers,
  label,
}: {
  headers: { name: string; value: string }[];
  label: string;
}) {
  if (headers.length === 0) return <p className="p-3 text-muted">No headers.</p>;
  return (
    <table className="table" aria-label={label}>
      <tbody>
        {headers.map((h, n) => (
          <tr key={n}>
            <th scope="row" className="font-mono text-xs">
              {h.name}
            </th>
            <td className="font-mono text-xs">{h.value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A body's text, indented where it is JSON; numbers stay as they were written. */
export function prettyText(body: TraceBody): string {
  const text = body.text ?? body.base64 ?? "";
  if (!(body.contentType ?? "").includes("json") || kindOf(body) !== "json") return text;
  return indentJson(text);
}

/** A kept body. */
export function BodyView({ body }: { body: TraceBody | null | undefined }) {
  return <BodyPanel body={body} />;
}

interface VerdictProps {
  of: "request" | "response";
  verdict: { valid: boolean; violations: Violation[] } | null | undefined;
}

/** Whether a message keeps the contract, and where it does not. */
export function VerdictView({ of, verdict }: VerdictProps) {
  if (!verdict) return <p className="text-muted">The {of} was not checked.</p>;
  return (
    <div>
      <Badge tone={verdict.valid ? "ok" : "err"}>
        {of} {verdict.valid ? "keeps the contract" : "breaks the contract"}
      </Badge>
      <ul className="mt-1">
        {verdict.violations.map((v) => (
          <li key={`${v.in}${v.pointer}${v.message}`} className="py-1">
            <SeverityBadge severity={v.severity} /> <span className="text-muted">{v.in}</span>{" "}
            <code className="text-subtle">{v.pointer}</code> <Said>{v.message}</Said>
            <code className="block break-all text-subtle">{v.schemaPointer}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
