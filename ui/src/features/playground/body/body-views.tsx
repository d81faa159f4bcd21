import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import type { Draft, DraftCheck, OperationDetail } from "@/api/types";
import { BodyFields } from "./body-fields";
import { fieldsOf, formKind, textOf } from "./form-text";
import { readGraphql, takesGraphql } from "./graphql";
import { GraphqlEditor } from "./graphql-editor";

interface Props {
  tabId: string;
  operation: OperationDetail;
  draft: Draft;
  check: DraftCheck | undefined;
  onEdit: (change: Partial<Draft>) => void;
  onSend: () => void;
  /** The body as text. */
  children: ReactNode;
}

/** The body as what it is: fields of a form, GraphQL, or its text. */
export function BodyViews({ tabId, operation, draft, check, onEdit, onSend, children }: Props) {
  const [raw, setRaw] = useState(false);
  const body = draft.body;
  const contentType = body?.contentType ?? "";
  const kind = formKind(contentType);
  const fields = body && kind ? fieldsOf(body) : null;
  const isGraphql =
    kind === null && takesGraphql(operation, contentType) && readGraphql(body?.text ?? "") !== null;
  const name = kind ? "Fields" : "GraphQL";
  if (!body || !(kind || isGraphql)) return <div className="min-h-0 flex-1">{children}</div>;
  const isRaw = raw || (kind !== null && fields === null);
  const choose = (next: boolean) => {
    if (!next && kind && fields === null) {
      toast.error("This text has no fields that could be shown.");
      return;
    }
    if (next && body.fields) {
      const text = textOf(contentType, body.fields);
      if (!text) {
        toast.error("A file among the fields is no text, so the body cannot be written as text.");
        return;
      }
      onEdit({ body: text });
    }
    setRaw(next);
  };
  return (
    <>
      <fieldset className="flex gap-4 px-3">
        <legend className="sr-only">How the body is written</legend>
        {[false, true].map((value) => (
          <label key={String(value)} className="row">
            <input type="radio" checked={isRaw === value} onChange={() => choose(value)} />
            {value ? "Raw" : name}
          </label>
        ))}
      </fieldset>
      <div className="min-h-0 flex-1">
        {isRaw ? (
          children
        ) : kind ? (
          <BodyFields
            fields={fields ?? []}
            files={kind === "multipart"}
            violations={check?.violations ?? []}
            onChange={(next) => onEdit({ body: { contentType, fields: next } })}
          />
        ) : (
          <GraphqlEditor
            tabId={tabId}
            text={body.text ?? ""}
            onChange={(text) => onEdit({ body: { contentType, text } })}
            onSend={onSend}
          />
        )}
      </div>
    </>
  );
}
