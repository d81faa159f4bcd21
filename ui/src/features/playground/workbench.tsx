import { lazy, Suspense, useMemo } from "react";
import { useOperation } from "@/api/queries/spec";
import { useTrace } from "@/api/queries/traces";
import { useShortcut } from "@/lib/shortcuts";
import { ErrorState, Skeleton } from "@/ui/states";
import { ResponseView } from "./answer/response-view";
import { saveTarget } from "./request/draft-store";
import { EnvironmentBanner } from "./request/environment-banner";
import { asOperation } from "./request/free";
import { LeftOut } from "./request/left-out";
import { RequestEditor } from "./request/request-editor";
import { RequestLine } from "./request/request-line";
import { useBecome } from "./request/use-become";
import { useCheck } from "./request/use-check";
import { useDraft } from "./request/use-draft";
import { Violations } from "./request/violations";
import { SaveDialog } from "./saved/save-dialog";
import { useSave } from "./saved/use-save";
import { useSubmit } from "./sending/use-submit";
import { fillTab } from "./tabs/tab-actions";
import { changeTab, type RequestTab } from "./tabs/tab-store";
import { TemplateFields } from "./templates/template-fields";

const SocketView = lazy(() => import("./socket/socket-view"));

interface Props {
  projectId: string;
  tab: RequestTab;
  /** A request was made of a template, in a tab of its own. */
  onFilled: (tab: RequestTab | undefined) => void;
  back?: () => void;
}

/** A request being written, and what comes of it. */
export function Workbench({ projectId, tab, onFilled, back }: Props) {
  const described = useOperation(projectId, tab.operationId);
  const { draft, edit, reset, saved, error, retry } = useDraft(projectId, tab);
  const free = draft?.free;
  const made = useMemo(() => (free ? asOperation(free) : undefined), [free]);
  const operation = made ?? described.data;
  const check = useCheck(projectId, draft);
  const trace = useTrace(projectId, tab.traceId);
  const { busy, submit, cancel, coming, failure } = useSubmit(projectId, tab, draft);
  useShortcut("send", submit);
  const saving = useSave(projectId, draft, tab.savedId, (savedId) => {
    changeTab(projectId, tab.id, { savedId });
    saved();
  });
  useShortcut("save", saving.save);
  const become = useBecome(projectId, tab.id, draft, check.data);

  if (described.error && !free)
    return <ErrorState error={described.error} retry={() => described.refetch()} />;
  if (error && !draft) return <ErrorState error={error} retry={retry} />;
  if (!draft || !operation) return <Skeleton />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RequestLine
        projectId={projectId}
        operation={operation}
        draft={draft}
        onSave={saving.save}
        sending={busy}
        onEdit={edit}
        onTarget={(target) => {
          saveTarget(projectId, target);
          edit({ target });
        }}
        onSend={submit}
        onCancel={cancel}
        onReset={reset}
        onFree={become.free}
        back={back}
      />
      <EnvironmentBanner projectId={projectId} target={draft.target ?? { kind: "mock" }} />
      {tab.leftOut && (
        <LeftOut
          names={tab.leftOut}
          noPlace={tab.leftOutBy === "form"}
          onClose={() => changeTab(projectId, tab.id, { leftOut: undefined })}
        />
      )}
      {tab.savedId && (
        <TemplateFields
          projectId={projectId}
          savedId={tab.savedId}
          draft={draft}
          onFill={(filled) => onFilled(fillTab(projectId, tab.id, filled))}
        />
      )}
      {saving.asking && (
        <SaveDialog
          name={operation.summary ?? `${operation.method} ${operation.path}`.slice(0, 200)}
          onSave={saving.saveAs}
          onClose={saving.close}
        />
      )}
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(260px,1fr)_auto_minmax(200px,1fr)] max-md:block xl:grid-cols-2 xl:grid-rows-[minmax(0,1fr)_auto]">
        <RequestEditor
          projectId={projectId}
          tabId={tab.id}
          operation={operation}
          draft={draft}
          check={check.data}
          onEdit={edit}
          onSend={submit}
        />
        <div className="xl:order-last xl:col-span-2">
          <Violations check={check.data} error={check.error} onTake={become.operation} />
        </div>
        <section
          aria-label={draft.socket ? "Connection" : "Response"}
          className="flex min-h-60 min-w-0 flex-col overflow-auto border-t border-line xl:border-t-0 xl:border-l"
        >
          {failure && <ErrorState error={failure} />}
          {trace.error && !trace.data && <ErrorState error={trace.error} />}
          {draft.socket ? (
            <Suspense fallback={<Skeleton rows={4} />}>
              <SocketView projectId={projectId} tabId={tab.id} trace={trace.data} />
            </Suspense>
          ) : (
            <ResponseView projectId={projectId} trace={trace.data} sending={busy} coming={coming} />
          )}
        </section>
      </div>
    </div>
  );
}
