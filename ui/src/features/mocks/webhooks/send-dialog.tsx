import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import { useCatchers } from "@/api/queries/mocks";
import type { SentWebhook, Webhook, WebhookCase } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { CaseResults } from "./case-results";
import { CASES } from "./cases";
import { Labelled, SchemeFields, SecretField } from "./scheme-fields";
import { fromScheme, type SchemeName, toScheme } from "./schemes";

interface Props {
  projectId: string;
  webhooks: Webhook[];
  onClose: () => void;
}

/** Sends a webhook or callback, as it should be or as a receiver has to withstand it. */
export default function SendDialog({ projectId, webhooks, onClose }: Props) {
  const catchers = useCatchers(projectId);
  const running = catchers.data?.filter((c) => c.url) ?? [];
  const [webhook, setWebhook] = useState(webhooks[0]?.operationId ?? "");
  const [target, setTarget] = useState(running[0]?.id ?? "");
  const [url, setUrl] = useState("http://127.0.0.1:8080/hooks");
  const [{ name, own }, setScheme] = useState(fromScheme(null));
  const [secret, setSecret] = useState("");
  const [wanted, setWanted] = useState<WebhookCase | "all">("ok");
  const catcher = running.find((c) => c.id === target);
  const send = useMutation({
    mutationFn: () =>
      api.post<SentWebhook>(`/projects/${projectId}/webhooks/send`, {
        webhook,
        cases: wanted === "all" ? CASES.map(([name]) => name) : [wanted],
        ...(catcher
          ? {
              url: catcher.url,
              scheme: catcher.secretSet ? catcher.settings.scheme : null,
              catcherId: catcher.id,
            }
          : { url, scheme: toScheme(name, own), ...(secret ? { secret } : {}) }),
      }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  const unsigned = catcher ? !catcher.settings.scheme || !catcher.secretSet : name === "none";
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      // What was sent has been of use.
      dirty={send.data ? false : undefined}
      title="Send a webhook"
      description="Its payload is made up as the description says. Every delivery is kept as a trace."
      wide
    >
      <form className="flex flex-wrap items-end gap-3" onSubmit={submit} aria-label="Webhook">
        <Labelled label="Webhook or callback">
          {(id) => (
            <select
              id={id}
              className="field w-64 max-w-full"
              value={webhook}
              onChange={(e) => setWebhook(e.target.value)}
            >
              {webhooks.map((w) => (
                <option key={w.operationId} value={w.operationId}>
                  {w.name}
                  {w.callbackOf ? ` (callback of ${w.callbackOf})` : ""}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        <Labelled label="To">
          {(id) => (
            <select
              id={id}
              className="field w-[18em] max-w-full"
              value={catcher ? target : ""}
              onChange={(e) => setTarget(e.target.value)}
            >
              {running.map((c) => (
                <option key={c.id} value={c.id}>
                  catcher on port {c.port}
                </option>
              ))}
              <option value="">another address</option>
            </select>
          )}
        </Labelled>
        <Labelled label="What happens to it">
          {(id) => (
            <select
              id={id}
              className="field w-[18em] max-w-full"
              value={wanted}
              onChange={(e) => setWanted(e.target.value as WebhookCase | "all")}
            >
              {CASES.map(([value, shown]) => (
                <option key={value} value={value}>
                  {shown}
                </option>
              ))}
              <option value="all">Every case in turn</option>
            </select>
          )}
        </Labelled>
        {!catcher && (
          <>
            <Labelled label="Address">
              {(id) => (
                <input
                  id={id}
                  className="field w-80 max-w-full"
                  type="url"
                  required
                  value={url}
                  onChange={(e) => setUrl(e.target.value)}
                />
              )}
            </Labelled>
            <SchemeFields
              name={name}
              own={own}
              onName={(name: SchemeName) => setScheme({ name, own })}
              onOwn={(own) => setScheme({ name, own })}
            />
            {name !== "none" && <SecretField name={name} value={secret} onChange={setSecret} />}
          </>
        )}
        <Button type="submit" look="primary" disabled={send.isPending || webhook === ""}>
          {send.isPending ? "Sending…" : "Send"}
        </Button>
      </form>
      {unsigned && (
        <p className="mt-3 text-muted">
          Without a signature a receiver cannot tell what was changed, so such cases are left out.
        </p>
      )}
      <div aria-live="polite">
        {send.error && <ErrorState error={send.error} />}
        {send.data && <CaseResults results={send.data.results} projectId={projectId} />}
      </div>
    </Dialog>
  );
}
