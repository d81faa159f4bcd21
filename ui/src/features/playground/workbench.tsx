import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { useOperation } from "@/api/queries";
import type { Draft, SavedRequestDetail, TraceDetail } from "@/api/types";
import { useShortcut } from "@/lib/shortcuts";
import { ErrorState, Skeleton } from "@/ui/states";
import { forgetDraft, fromTrace, loadDraft, saveDraft, saveTarget } from "./draft-store";
import { EnvironmentBanner } from "./environment-banner";
import { RequestEditor } from "./request-editor";
import { RequestLine } from "./request-line";
import { ResponseView } from "./response-view";
import { SaveDialog } from "./save-dialog";
import { useCheck } from "./use-check";
import { useSave } from "./use-save";
import { useUsualTarget } from "./use-usual-target";
import { Violations } from "./violations";

interface Props {
  projectId: string;
  operationId: string;
  traceId?: string;
  savedId?: string;
  back?: () => void;
}

/** A request being written to one operation, and its answer. */
export function Workbench({ projectId, operationId, traceId, savedId, back }: Props) {
  const base = `/projects/${projectId}`;
  const operation = useOperation(projectId, operationId);
  const [draft, setDraft] = useState<Draft | null>(() =>
    traceId || savedId ? null : loadDraft(projectId, operationId),
  );
  const needed = draft === null;
  const usual = useUsualTarget(projectId);
  const sample = useQuery({
    queryKey: ["spec", projectId, "sample", operationId, traceId ?? "", savedId ?? ""],
    enabled: needed,
    gcTime: savedId ? 0 : undefined,
    queryFn: async ({ signal }) => {
      if (savedId) {
        const saved = await api.get<SavedRequestDetail>(`${base}/requests/${savedId}`, signal);
        if (saved.draft) return saved.draft;
      }
      const made = await api.get<Draft>(`${base}/operations/${operationId}/sample`, signal);
      if (!traceId) return made;
      return fromTrace(made, await api.get<TraceDetail>(`${base}/traces/${traceId}`, signal));
    },
  });
  useEffect(() => {
    if (needed && sample.data && usual) setDraft({ ...sample.data, target: usual });
  }, [needed, sample.data, usual]);
  const edit = useCallback(
    (change: Partial<Draft>) =>
      setDraft((old) => {
        if (!old) return old;
        const next = { ...old, ...change };
        // A saved request is kept where a person saves it.
        if (!savedId) saveDraft(projectId, next);
        return next;
      }),
    [projectId, savedId],
  );
  const reset = async (query = "") => {
    forgetDraft(projectId, operationId);
    const made = await api.get<Draft>(`${base}/operations/${operationId}/sample${query}`);
    setDraft((old) => ({ ...made, target: old?.target ?? made.target }));
  };
  const check = useCheck(projectId, draft);
  const cancel = useRef<AbortController>(null);
  const send = useMutation({
    mutationFn: (request: Draft) => {
      cancel.current = new AbortController();
      return api.post<TraceDetail>(`${base}/playground/send`, request, cancel.current.signal);
    },
  });
  const submit = () => {
    if (draft && !send.isPending) send.mutate(draft);
  };
  useShortcut("send", submit);
  const saving = useSave(projectId, draft, savedId);
  useShortcut("save", saving.save);

  if (operation.error)
    return <ErrorState error={operation.error} retry={() => operation.refetch()} />;
  if (sample.error && !draft)
    return <ErrorState error={sample.error} retry={() => sample.refetch()} />;
  if (!draft || !operation.data) return <Skeleton />;
  const aborted = send.error?.name === "AbortError";
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RequestLine
        projectId={projectId}
        operation={operation.data}
        draft={draft}
        onSave={saving.save}
        sending={send.isPending}
        onEdit={edit}
        onTarget={(target) => {
          saveTarget(projectId, target);
          edit({ target });
        }}
        onSend={submit}
        onCancel={() => cancel.current?.abort()}
        onReset={reset}
        back={back}
      />
      <EnvironmentBanner projectId={projectId} target={draft.target ?? { kind: "mock" }} />
      {saving.asking && (
        <SaveDialog
          name={operation.data.summary ?? `${operation.data.method} ${operation.data.path}`}
          onSave={saving.saveAs}
          onClose={saving.close}
        />
      )}
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(260px,1fr)_auto_minmax(200px,1fr)] max-md:block xl:grid-cols-2 xl:grid-rows-[minmax(0,1fr)_auto]">
        <RequestEditor
          operation={operation.data}
          draft={draft}
          check={check.data}
          onEdit={edit}
          onSend={submit}
        />
        <div className="xl:order-last xl:col-span-2">
          <Violations check={check.data} error={check.error} />
        </div>
        <section
          aria-label="Response"
          className="flex min-h-60 min-w-0 flex-col overflow-auto border-t border-line xl:border-t-0 xl:border-l"
        >
          {send.error && !aborted && <ErrorState error={send.error} />}
          <ResponseView projectId={projectId} trace={send.data} sending={send.isPending} />
        </section>
      </div>
    </div>
  );
}
