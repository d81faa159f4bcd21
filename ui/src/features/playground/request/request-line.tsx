import { Cable, Pencil, Save, Send, Unplug, X } from "lucide-react";
import { useState } from "react";
import type { Draft, OperationDetail, Target } from "@/api/types";
import { useKeys } from "@/lib/bindings";
import { useNarrow } from "@/lib/narrow";
import { BackButton } from "@/ui/back-button";
import { MethodBadge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { SendOptionsRow } from "../sending/send-options-row";
import { FreeAddress } from "./free-address";
import { RequestTools } from "./request-tools";
import { TargetChooser } from "./target-chooser";

interface Props {
  projectId: string;
  operation: OperationDetail;
  draft: Draft;
  onSave: () => void;
  /** It is on its way, or its WebSocket is open. */
  sending: boolean;
  onEdit: (change: Partial<Draft>) => void;
  onTarget: (target: Target) => void;
  onSend: () => void;
  onCancel: () => void;
  onReset: (query?: string) => Promise<void>;
  /** Makes the request of an operation a free one. */
  onFree: (operation: OperationDetail) => void;
  back?: () => void;
}

/** Where the request goes, and what can be done with it. */
export function RequestLine(props: Props) {
  const { projectId, operation, draft, onSave, sending, onEdit, onTarget, onSend } = props;
  const { onCancel, onReset, onFree, back } = props;
  const narrow = useNarrow();
  const [more, setMore] = useState(false);
  const [options, setOptions] = useState(false);
  const sendKeys = useKeys("send");
  const saveKeys = useKeys("save");
  const optionsId = "send-options";
  const isSocket = draft.socket != null;
  return (
    <header className="flex shrink-0 flex-col gap-2 border-b border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        {back && <BackButton onClick={back}>Operations</BackButton>}
        {draft.free ? (
          <FreeAddress draft={draft} onEdit={onEdit} onSend={() => !sending && onSend()} />
        ) : (
          <>
            <MethodBadge method={isSocket ? "WS" : operation.method} inline />
            <code className="min-w-0 text-[13px] break-all">{operation.path}</code>
            {!narrow && (
              <IconButton label="As a free request" onClick={() => onFree(operation)}>
                <Pencil size={14} aria-hidden />
              </IconButton>
            )}
            <span className="truncate-line min-w-0 flex-1 text-muted max-md:invisible">
              {operation.summary}
            </span>
          </>
        )}
        {sending ? (
          <Button onClick={onCancel}>
            {isSocket ? <Unplug size={14} aria-hidden /> : <X size={14} aria-hidden />}{" "}
            {isSocket ? "Disconnect" : "Cancel"}
          </Button>
        ) : (
          <Button look="primary" onClick={onSend} title={sendKeys}>
            {isSocket ? <Cable size={14} aria-hidden /> : <Send size={14} aria-hidden />}{" "}
            {isSocket ? "Connect" : "Send"}
          </Button>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <TargetChooser
          projectId={projectId}
          operation={operation}
          target={draft.target ?? { kind: "mock" }}
          onChange={onTarget}
          free={draft.free != null}
        />
        <Button onClick={onSave} title={saveKeys}>
          <Save size={14} aria-hidden /> Save
        </Button>
        {narrow && (
          <Button aria-expanded={more} onClick={() => setMore(!more)}>
            More
          </Button>
        )}
        {narrow && more && !draft.free && (
          <Button onClick={() => onFree(operation)}>As a free request</Button>
        )}
        {(more || !narrow) && (
          <RequestTools
            projectId={projectId}
            operation={operation}
            draft={draft}
            onEdit={onEdit}
            onReset={onReset}
            optionsId={optionsId}
            options={options}
            onOptions={() => setOptions(!options)}
          />
        )}
      </div>
      {options && (more || !narrow) && <SendOptionsRow projectId={projectId} id={optionsId} />}
    </header>
  );
}
