import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api } from "@/api/client";
import type { Draft, DraftCheck, OperationDetail } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { useShortcut } from "@/lib/shortcuts";
import { Editor } from "@/ui/editor";
import { Tabs } from "@/ui/tabs";
import { BodyViews } from "./body-views";
import { FieldRows } from "./field-rows";
import { partOf, useReveal } from "./reveal";

interface Props {
  operation: OperationDetail;
  draft: Draft;
  check: DraftCheck | undefined;
  onEdit: (change: Partial<Draft>) => void;
  onSend: () => void;
}

function languageOf(contentType: string): string {
  if (contentType.includes("json")) return "json";
  return contentType.includes("xml") ? "xml" : "plaintext";
}

/** The parts of a request. */
export function RequestEditor({ operation, draft, check, onEdit, onSend }: Props) {
  const projectId = useProjectId();
  const hasBody = operation.requestBody !== null && operation.requestBody !== undefined;
  const pathNames = operation.parameters.filter((p) => p.in === "path").map((p) => p.name);
  const [tab, setTab] = useState(hasBody ? "body" : pathNames.length > 0 ? "path" : "query");
  const target = useReveal((s) => s.target);
  const markers = useMemo(() => check?.markers ?? [], [check]);
  useEffect(() => {
    if (target) setTab(partOf(target.in));
  }, [target]);
  const place = useMemo(() => {
    if (target?.in !== "body" || !check) return null;
    const body = check.violations.filter((v) => v.in === "body");
    const at = body.findIndex((v) => v.pointer === target.pointer && v.message === target.message);
    const marker = check.markers[at];
    return marker ? { line: marker.line, column: marker.column } : null;
  }, [target, check]);
  const next = useReveal((s) => s.next);
  useShortcut("next-problem", () => next(check?.violations ?? []));
  const count = (part: string) =>
    check?.violations.filter((v) => partOf(v.in) === part && v.severity === "error").length ?? 0;
  const label = (part: string, name: string) => (
    <>
      {name}
      {count(part) > 0 && (
        <span
          className="ml-1 rounded bg-err-bg px-1 text-xs text-err-fg"
          title={`${count(part)} errors`}
        >
          {count(part)}
        </span>
      )}
    </>
  );
  const chooseMediaType = async (mediaType: string) => {
    const made = await api.get<Draft>(
      `/projects/${projectId}/operations/${operation.id}/sample?mediaType=${encodeURIComponent(mediaType)}`,
    );
    onEdit({ body: made.body });
  };
  const mediaType = draft.body?.contentType ?? "";
  const schema = useQuery({
    queryKey: ["spec", projectId, "body-schema", operation.id, mediaType],
    enabled: hasBody && languageOf(mediaType) === "json",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.get<unknown>(
        `/projects/${projectId}/operations/${operation.id}/body-schema?mediaType=${encodeURIComponent(mediaType)}`,
        signal,
      ),
  });
  const parameters = (where: string) => operation.parameters.filter((p) => p.in === where);
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
          ...(["query", "headers", "cookies"] as const).map((part) => ({
            id: part,
            label: label(part, part[0]?.toUpperCase() + part.slice(1)),
            content: (
              <FieldRows
                part={part}
                parameters={parameters(
                  part === "headers" ? "header" : part === "cookies" ? "cookie" : "query",
                )}
                fields={draft[part] ?? []}
                violations={check?.violations ?? []}
                onChange={(fields) => onEdit({ [part]: fields })}
              />
            ),
          })),
          ...(hasBody
            ? [
                {
                  id: "body",
                  label: label("body", "Body"),
                  content: (
                    <div className="flex h-full min-h-48 flex-col">
                      <div className="p-2">
                        <select
                          className="field max-w-80"
                          aria-label="Media type of the body"
                          value={
                            operation.requestBody?.content.find((c) =>
                              (draft.body?.contentType ?? "").startsWith(c.mediaType),
                            )?.mediaType ?? ""
                          }
                          onChange={(e) => chooseMediaType(e.target.value)}
                        >
                          {operation.requestBody?.content.map((c) => (
                            <option key={c.mediaType} value={c.mediaType}>
                              {c.mediaType}
                            </option>
                          ))}
                        </select>
                      </div>
                      <BodyViews
                        operation={operation}
                        draft={draft}
                        check={check}
                        onEdit={onEdit}
                        onSend={onSend}
                      >
                        <Editor
                          label="Body of the request"
                          value={draft.body?.text ?? ""}
                          language={languageOf(draft.body?.contentType ?? "")}
                          markers={markers}
                          schema={schema.data}
                          reveal={place}
                          onSubmit={onSend}
                          onChange={(text) =>
                            onEdit({
                              body: {
                                contentType: draft.body?.contentType ?? "application/json",
                                text,
                              },
                            })
                          }
                        />
                      </BodyViews>
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
    </section>
  );
}
