import { useQueryClient } from "@tanstack/react-query";
import { useOperation, useTrace } from "@/api/queries";
import { useShortcut } from "@/lib/shortcuts";
import { ErrorState, Skeleton } from "@/ui/states";
import { saveTarget } from "./draft-store";
import { EnvironmentBanner } from "./environment-banner";
import { LeftOut } from "./left-out";
import { RequestEditor } from "./request-editor";
import { RequestLine } from "./request-line";
import { ResponseView } from "./response-view";
import { SaveDialog } from "./save-dialog";
import { cancelSend, send, useSends } from "./send-store";
import { changeTab, fillTab, type RequestTab } from "./tab-store";
import { TemplateFields } from "./template-fields";
import { useCheck } from "./use-check";
import { useDraft } from "./use-draft";
import { useSave } from "./use-save";
import { Violations } from "./violations";

interface Props {
  projectId: string;
  tab: RequestTab;
  /** A request was made of a template, in a tab of its own. */
  onFilled: (tab: RequestTab | undefined) => void;
  back?: () => void;
}

/** A request being written to one operation, and its answer. */
export function Workbench({ projectId, tab, onFilled, back }: Props) {
  const operation = useOperation(projectId, tab.operationId);
  const { draft, edit, reset, saved, error, retry } = useDraft(projectId, tab);
  const check = useCheck(projectId, draft);
  const client = useQueryClient();
  const sending = useSends((s) => s.running[tab.id] !== undefined);
  const coming = useSends((s) => s.coming[tab.id]);
  const failure = useSends((s) => s.failed[tab.id]);
  const trace = useTrace(projectId, tab.traceId);
  const submit = () => {
    if (draft) send(client, projectId, tab.id, draft);
  };
  useShortcut("send", submit);
  const saving = useSave(projectId, draft, tab.savedId, (savedId) => {
    changeTab(projectId, tab.id, { savedId });
    saved();
  });
  useShortcut("save", saving.save);

  if (operation.error)
    return <ErrorState error={operation.error} retry={() => operation.refetch()} />;
  if (error && !draft) return <ErrorState error={error} retry={retry} />;
  if (!draft || !operation.data) return <Skeleton />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <RequestLine
        projectId={projectId}
        operation={operation.data}
        draft={draft}
        onSave={saving.save}
        sending={sending}
        onEdit={edit}
        onTarget={(target) => {
          saveTarget(projectId, target);
          edit({ target });
        }}
        onSend={submit}
        onCancel={() => cancelSend(tab.id)}
        onReset={reset}
        back={back}
      />
      <EnvironmentBanner projectId={projectId} target={draft.target ?? { kind: "mock" }} />
      {tab.leftOut && (
        <LeftOut
          names={tab.leftOut}
          onClose={() => changeTab(projectId, tab.id, { leftOut: undefined })}
        />
      )}
      {tab.savedId && (
        <TemplateFields
          projectId={projectId}
          savedId={tab.savedId}
          draft={draft}
          onFill={(made) => onFilled(fillTab(projectId, tab.id, made))}
        />
      )}
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
          {failure && <ErrorState error={failure} />}
          {trace.error && !trace.data && <ErrorState error={trace.error} />}
          <ResponseView
            projectId={projectId}
            trace={trace.data}
            sending={sending}
            coming={coming}
          />
        </section>
      </div>
    </div>
  );
}
