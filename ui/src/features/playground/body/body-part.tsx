import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { Draft, DraftCheck, OperationDetail } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { Editor } from "@/ui/editor";
import { useReveal } from "../request/reveal";
import { BodyViews } from "./body-views";

function languageOf(contentType: string): string {
  if (contentType.includes("json")) return "json";
  return contentType.includes("xml") ? "xml" : "plaintext";
}

interface Props {
  tabId: string;
  operation: OperationDetail;
  draft: Draft;
  check: DraftCheck | undefined;
  onEdit: (change: Partial<Draft>) => void;
  onSend: () => void;
}

/** The body of a request: its media type, and what it is. */
export function BodyPart({ tabId, operation, draft, check, onEdit, onSend }: Props) {
  const projectId = useProjectId();
  const mediaType = draft.body?.contentType ?? "";
  const content = operation.requestBody?.content ?? [];
  const known = content.find((c) => mediaType.startsWith(c.mediaType))?.mediaType;
  const target = useReveal((s) => s.target);
  const markers = useMemo(() => check?.markers ?? [], [check]);
  const place = useMemo(() => {
    if (target?.in !== "body" || !check) return null;
    const body = check.violations.filter((v) => v.in === "body");
    const at = body.findIndex((v) => v.pointer === target.pointer && v.message === target.message);
    const marker = check.markers[at];
    return marker ? { line: marker.line, column: marker.column } : null;
  }, [target, check]);
  const chooseMediaType = async (chosen: string) => {
    if (chosen === "") return onEdit({ body: null });
    if (draft.free) return onEdit({ body: { contentType: chosen, text: draft.body?.text ?? "" } });
    const made = await api.get<Draft>(
      `/projects/${projectId}/operations/${operation.id}/sample?mediaType=${encodeURIComponent(chosen)}`,
    );
    onEdit({ body: made.body });
  };
  const schema = useQuery({
    queryKey: ["spec", projectId, "body-schema", operation.id, mediaType],
    enabled: operation.id !== "" && languageOf(mediaType) === "json",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.get<unknown>(
        `/projects/${projectId}/operations/${operation.id}/body-schema?mediaType=${encodeURIComponent(mediaType)}`,
        signal,
      ),
  });
  return (
    <div className="flex h-full min-h-48 flex-col">
      <div className="p-2">
        <select
          className="field max-w-80"
          aria-label="Media type of the body"
          value={known ?? mediaType}
          onChange={(e) => chooseMediaType(e.target.value)}
        >
          {draft.free && <option value="">No body</option>}
          {draft.free && mediaType !== "" && !known && (
            <option value={mediaType}>{mediaType}</option>
          )}
          {content.map((c) => (
            <option key={c.mediaType} value={c.mediaType}>
              {c.mediaType}
            </option>
          ))}
        </select>
      </div>
      {(draft.body || !draft.free) && (
        <BodyViews
          tabId={tabId}
          operation={operation}
          draft={draft}
          check={check}
          onEdit={onEdit}
          onSend={onSend}
        >
          <Editor
            label="Body of the request"
            modelKey={`${tabId} body`}
            value={draft.body?.text ?? ""}
            language={languageOf(mediaType)}
            markers={markers}
            schema={schema.data}
            reveal={place}
            onSubmit={onSend}
            onChange={(text) =>
              onEdit({ body: { contentType: draft.body?.contentType ?? "application/json", text } })
            }
          />
        </BodyViews>
      )}
    </div>
  );
}
