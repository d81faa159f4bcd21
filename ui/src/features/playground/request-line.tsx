import { Save, Send, X } from "lucide-react";
import { lazy, Suspense, useId, useState } from "react";
import { toast } from "sonner";
import type { Draft, OperationDetail, Target } from "@/api/types";
import { useKeys } from "@/lib/bindings";
import { useNarrow } from "@/lib/narrow";
import { BackButton } from "@/ui/back-button";
import { MethodBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyAs } from "./copy-as";
import { SendOptionsRow } from "./send-options-row";
import { TargetChooser } from "./target-chooser";

const TemplateDialog = lazy(() => import("./template-dialog"));
const SeveralDialog = lazy(() => import("./several-dialog"));

interface Props {
  projectId: string;
  operation: OperationDetail;
  draft: Draft;
  onSave: () => void;
  sending: boolean;
  onEdit: (change: Partial<Draft>) => void;
  onTarget: (target: Target) => void;
  onSend: () => void;
  onCancel: () => void;
  onReset: (query?: string) => Promise<void>;
  back?: () => void;
}

/** Where the request goes, and what can be done with it. */
export function RequestLine({
  projectId,
  operation,
  draft,
  onSave,
  sending,
  onEdit,
  onTarget,
  onSend,
  onCancel,
  onReset,
  back,
}: Props) {
  const [template, setTemplate] = useState(false);
  const narrow = useNarrow();
  const [more, setMore] = useState(false);
  const [several, setSeveral] = useState(false);
  const [options, setOptions] = useState(false);
  const optionsId = useId();
  const sendKeys = useKeys("send");
  const saveKeys = useKeys("save");
  const target = draft.target ?? { kind: "mock" as const };
  const content = operation.requestBody?.content ?? [];
  const current =
    content.find((c) => (draft.body?.contentType ?? "").startsWith(c.mediaType)) ?? content[0];
  const refill = (query: string) =>
    onReset(query).catch((error: Error) => toast.error(error.message));
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        {back && <BackButton onClick={back}>Operations</BackButton>}
        <MethodBadge method={operation.method} inline />
        <code className="min-w-0 text-[13px] break-all">{operation.path}</code>
        <span className="truncate-line min-w-0 flex-1 text-muted max-md:invisible">
          {operation.summary}
        </span>
        {sending ? (
          <Button onClick={onCancel}>
            <X size={14} aria-hidden /> Cancel
          </Button>
        ) : (
          <Button look="primary" onClick={onSend} title={sendKeys}>
            <Send size={14} aria-hidden /> Send
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <TargetChooser
          projectId={projectId}
          operation={operation}
          target={target}
          onChange={onTarget}
        />
        <Button onClick={onSave} title={saveKeys}>
          <Save size={14} aria-hidden /> Save
        </Button>
        {narrow && (
          <Button aria-expanded={more} onClick={() => setMore(!more)}>
            More
          </Button>
        )}
        {(more || !narrow) && (
          <>
            <select
              className="field w-auto max-w-40"
              aria-label="Fill from"
              value=""
              onChange={(e) => refill(e.target.value)}
            >
              <option value="">Fill from…</option>
              <option value="?">the first example</option>
              {current?.examples.map((x) => (
                <option
                  key={x.name}
                  value={`?example=${encodeURIComponent(x.name)}&mediaType=${encodeURIComponent(current.mediaType)}`}
                >
                  {x.summary ?? x.name}
                </option>
              ))}
              <option value={`?seed=${Math.floor(Math.random() * 1e6)}`}>new made-up values</option>
            </select>
            <label className="row">
              <input
                type="checkbox"
                checked={draft.useCredentials}
                onChange={(e) => onEdit({ useCredentials: e.target.checked })}
              />
              Saved credentials
            </label>
            <Button onClick={() => setTemplate(true)}>Save as template…</Button>
            <CopyAs draft={draft} />
            <Button onClick={() => setSeveral(true)}>Send to several…</Button>
            <Button
              look="ghost"
              aria-expanded={options}
              aria-controls={optionsId}
              onClick={() => setOptions(!options)}
            >
              Options
            </Button>
          </>
        )}
      </div>
      {options && (more || !narrow) && <SendOptionsRow projectId={projectId} id={optionsId} />}
      {template && (
        <Suspense>
          <TemplateDialog
            projectId={projectId}
            draft={draft}
            name={operation.summary ?? `${operation.method} ${operation.path}`}
            onClose={() => setTemplate(false)}
          />
        </Suspense>
      )}
      {several && (
        <Suspense>
          <SeveralDialog projectId={projectId} draft={draft} onClose={() => setSeveral(false)} />
        </Suspense>
      )}
    </header>
  );
}
