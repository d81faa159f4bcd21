import { Save, Send, X } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useMocks } from "@/api/queries";
import type { Draft, OperationDetail } from "@/api/types";
import { useKeys } from "@/lib/bindings";
import { BackButton } from "@/ui/back-button";
import { MethodBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { CopyAs } from "./copy-as";

interface Props {
  projectId: string;
  operation: OperationDetail;
  draft: Draft;
  onSave: () => void;
  sending: boolean;
  onEdit: (change: Partial<Draft>) => void;
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
  onSend,
  onCancel,
  onReset,
  back,
}: Props) {
  const mocks = useMocks(projectId);
  const sendKeys = useKeys("send");
  const saveKeys = useKeys("save");
  const running = mocks.data?.some((m) => m.state === "running");
  const target = draft.target ?? { kind: "mock" as const };
  const [custom, setCustom] = useState(
    target.kind === "url" && !operation.servers.some((s) => s.url === target.baseUrl),
  );
  const value = target.kind === "mock" ? "mock" : custom ? "custom" : target.baseUrl;
  const content = operation.requestBody?.content ?? [];
  const current =
    content.find((c) => (draft.body?.contentType ?? "").startsWith(c.mediaType)) ?? content[0];
  const choose = (next: string) => {
    setCustom(next === "custom");
    if (next === "mock") onEdit({ target: { kind: "mock" } });
    else
      onEdit({
        target: {
          kind: "url",
          baseUrl: next === "custom" ? (operation.servers[0]?.url ?? "https://") : next,
        },
      });
  };
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
        <select
          className="field w-auto max-w-56 min-w-28"
          aria-label="Send to"
          value={value}
          onChange={(e) => choose(e.target.value)}
        >
          <option value="mock">Mock{running === false ? " (not running)" : ""}</option>
          {operation.servers.map((s) => (
            <option key={s.url} value={s.url}>
              {s.description ? `${s.description}: ` : ""}
              {s.url}
            </option>
          ))}
          <option value="custom">Another address…</option>
        </select>
        {target.kind === "url" && custom && (
          <input
            className="field max-w-72"
            type="url"
            aria-label="Base URL"
            value={target.baseUrl}
            onChange={(e) => onEdit({ target: { kind: "url", baseUrl: e.target.value } })}
          />
        )}
        {target.kind === "mock" && running === false && (
          <NavLink to={`/projects/${projectId}/mocks`}>Start a mock</NavLink>
        )}
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
        <Button onClick={onSave} title={saveKeys}>
          <Save size={14} aria-hidden /> Save
        </Button>
        <CopyAs draft={draft} />
      </div>
    </header>
  );
}
