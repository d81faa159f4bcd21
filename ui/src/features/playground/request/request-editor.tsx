import { useEffect, useState } from "react";
import type { Draft, DraftCheck, OperationDetail } from "@/api/types";
import { useShortcut } from "@/lib/shortcuts";
import { type Tab, Tabs } from "@/ui/tabs";
import { BodyPart } from "../body/body-part";
import { Subprotocols } from "../socket/subprotocols";
import { rowsOf, withRows } from "./address-query";
import { AuthPart } from "./auth-part";
import { FieldRows } from "./field-rows";
import { KeptCookies } from "./kept-cookies";
import { PartLabel } from "./part-label";
import { partOf, useReveal } from "./reveal";

interface Props {
  projectId: string;
  tabId: string;
  operation: OperationDetail;
  draft: Draft;
  check: DraftCheck | undefined;
  onEdit: (change: Partial<Draft>) => void;
  onSend: () => void;
}

/** The parts of a request. */
export function RequestEditor(props: Props) {
  const { projectId, tabId, operation, draft, check, onEdit, onSend } = props;
  const hasBody = operation.requestBody != null && draft.socket == null;
  const pathNames = operation.parameters.filter((p) => p.in === "path").map((p) => p.name);
  const first = hasBody && draft.body ? "body" : pathNames.length > 0 ? "path" : "query";
  const [chosen, setTab] = useState(first);
  // A part may go away, such as the body of what becomes a WebSocket.
  const gone =
    (chosen === "path" && pathNames.length === 0) ||
    (chosen === "body" && !hasBody) ||
    (chosen === "subprotocols" && !draft.socket);
  const tab = gone ? "query" : chosen;
  const target = useReveal((s) => s.target);
  useEffect(() => {
    if (target) setTab(partOf(target.in));
  }, [target]);
  const next = useReveal((s) => s.next);
  useShortcut("next-problem", () => next(check?.violations ?? []));
  const label = (part: string, name: string) => (
    <PartLabel part={part} name={name} violations={check?.violations ?? []} />
  );
  const parameters = (where: string) => operation.parameters.filter((p) => p.in === where);
  const fields = (part: "query" | "headers" | "cookies"): Tab => ({
    id: part,
    label: label(part, part[0]?.toUpperCase() + part.slice(1)),
    content: (
      <FieldRows
        part={part}
        target={draft.target}
        below={
          part === "cookies" && !draft.socket ? (
            <KeptCookies projectId={projectId} target={draft.target} />
          ) : undefined
        }
        parameters={parameters(
          part === "headers" ? "header" : part === "cookies" ? "cookie" : "query",
        )}
        fields={part === "query" && draft.free ? rowsOf(draft) : (draft[part] ?? [])}
        violations={check?.violations ?? []}
        onChange={(fields) =>
          onEdit(part === "query" && draft.free ? withRows(draft, fields) : { [part]: fields })
        }
      />
    ),
  });
  return (
    <section
      aria-label="Request"
      className="flex min-h-64 min-w-0 flex-col overflow-hidden max-md:h-[60vh]"
    >
      <Tabs
        label="Parts of the request"
        value={tab}
        onChange={setTab}
        tabs={[
          ...(pathNames.length > 0
            ? [
                {
                  id: "path",
                  label: label("path", "Path"),
                  content: (
                    <FieldRows
                      part="path"
                      target={draft.target}
                      fixed
                      parameters={parameters("path")}
                      fields={pathNames.map((name) => ({
                        name,
                        value: draft.pathParams?.[name] ?? "",
                        enabled: true,
                      }))}
                      violations={check?.violations ?? []}
                      onChange={(fields) =>
                        onEdit({
                          pathParams: Object.fromEntries(fields.map((f) => [f.name, f.value])),
                        })
                      }
                    />
                  ),
                },
              ]
            : []),
          fields("query"),
          fields("headers"),
          ...(hasBody
            ? [
                {
                  id: "body",
                  label: label("body", "Body"),
                  content: (
                    <BodyPart
                      tabId={tabId}
                      operation={operation}
                      draft={draft}
                      check={check}
                      onEdit={onEdit}
                      onSend={onSend}
                    />
                  ),
                },
              ]
            : []),
          {
            id: "auth",
            label: label("auth", "Auth"),
            content: (
              <AuthPart projectId={projectId} operation={operation} draft={draft} onEdit={onEdit} />
            ),
          },
          fields("cookies"),
          ...(draft.socket
            ? [
                {
                  id: "subprotocols",
                  label: "Subprotocols",
                  content: <Subprotocols draft={draft} onEdit={onEdit} />,
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}
