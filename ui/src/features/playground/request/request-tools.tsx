import { lazy, Suspense, useState } from "react";
import { toast } from "sonner";
import type { Draft, OperationDetail } from "@/api/types";
import { Button } from "@/ui/button";
import { CopyAs } from "./copy-as";

const TemplateDialog = lazy(() => import("../templates/template-dialog"));
const SeveralDialog = lazy(() => import("../several/several-dialog"));

interface Props {
  projectId: string;
  operation: OperationDetail;
  draft: Draft;
  onEdit: (change: Partial<Draft>) => void;
  onReset: (query?: string) => Promise<void>;
  /** The row of options, which its button opens. */
  optionsId: string;
  options: boolean;
  onOptions: () => void;
}

/** What else can be done with a request. */
export function RequestTools(props: Props) {
  const { projectId, operation, draft, onEdit, onReset, optionsId, options, onOptions } = props;
  const [template, setTemplate] = useState(false);
  const [several, setSeveral] = useState(false);
  const isSocket = draft.socket != null;
  return (
    <>
      {!draft.free && <FillFrom operation={operation} draft={draft} onReset={onReset} />}
      {operation.method === "GET" && (
        <label className="row">
          <input
            type="checkbox"
            checked={isSocket}
            onChange={(e) => onEdit({ socket: e.target.checked ? { subprotocols: [] } : null })}
          />
          WebSocket
        </label>
      )}
      <Button onClick={() => setTemplate(true)}>Save as template…</Button>
      {!isSocket && <CopyAs draft={draft} />}
      {!isSocket && <Button onClick={() => setSeveral(true)}>Send to several…</Button>}
      <Button look="ghost" aria-expanded={options} aria-controls={optionsId} onClick={onOptions}>
        Options
      </Button>
      {template && (
        <Suspense>
          <TemplateDialog
            projectId={projectId}
            draft={draft}
            name={operation.summary ?? `${operation.method} ${operation.path}`.slice(0, 180)}
            onClose={() => setTemplate(false)}
          />
        </Suspense>
      )}
      {several && (
        <Suspense>
          <SeveralDialog projectId={projectId} draft={draft} onClose={() => setSeveral(false)} />
        </Suspense>
      )}
    </>
  );
}

interface FillProps {
  operation: OperationDetail;
  draft: Draft;
  onReset: (query?: string) => Promise<void>;
}

/** Fills the draft from an example, or with made-up values. */
function FillFrom({ operation, draft, onReset }: FillProps) {
  const content = operation.requestBody?.content ?? [];
  const current =
    content.find((c) => (draft.body?.contentType ?? "").startsWith(c.mediaType)) ?? content[0];
  const refill = (query: string) =>
    onReset(query).catch((error: Error) => toast.error(error.message));
  return (
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
  );
}
