import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Draft, SavedRequestDetail } from "@/api/types";
import { useFilters } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { fieldsOf, formKind } from "./form-text";
import { asTemplate, candidatesOf, describeFields, nameFor } from "./template";
import { foldersOf } from "./use-save";

interface Props {
  projectId: string;
  draft: Draft;
  name: string;
  onClose: () => void;
}

/** What of a draft a person reads: where it goes and its body. */
function shown(draft: Draft): string {
  const path = Object.entries(draft.pathParams ?? {}).map(([n, v]) => `${n}: ${v}`);
  const rows = [...(draft.query ?? []), ...(draft.headers ?? []), ...(draft.cookies ?? [])]
    .filter((f) => f.enabled)
    .map((f) => `${f.name}: ${f.value}`);
  const fields = draft.body?.fields?.map((f) => `${f.name}: ${f.fileName ?? f.value ?? ""}`) ?? [];
  return [...path, ...rows, ...fields, draft.body?.text ?? ""].join("\n").trim();
}

/** A form that is written as text, as fields. */
function withFields(draft: Draft): Draft {
  const fields = draft.body && formKind(draft.body.contentType) ? fieldsOf(draft.body) : null;
  return draft.body && fields
    ? { ...draft, body: { contentType: draft.body.contentType, fields } }
    : draft;
}

/** Saves a draft as a template: chosen values become fields, which are asked for when it is opened. */
export default function TemplateDialog({ projectId, draft: written, name, onClose }: Props) {
  const draft = useMemo(() => withFields(written), [written]);
  const [named, setNamed] = useState(`${name} (template)`);
  const [folder, setFolder] = useState("Templates");
  const [names, setNames] = useState(() => new Map<string, string>());
  const [error, setError] = useState<Error | null>(null);
  const [, setFilters] = useFilters();
  const client = useQueryClient();
  const candidates = useMemo(() => candidatesOf(draft), [draft]);
  const wrong = [...names.values()].find((n, at, all) => !/^\w+$/.test(n) || all.indexOf(n) !== at);
  const template = asTemplate(draft, names);
  const set = (at: string, next: string | null) =>
    setNames((old) => {
      const changed = new Map(old);
      if (next === null) changed.delete(at);
      else changed.set(at, next);
      return changed;
    });
  const save = async () => {
    const base = `/projects/${projectId}/requests`;
    const made = await api.post<SavedRequestDetail>(base, {
      name: named,
      folder: foldersOf(folder),
      draft: template,
    });
    const fields = candidates.flatMap(({ at, value }) => {
      const field = names.get(at);
      return field === undefined ? [] : [{ name: field, sample: value }];
    });
    const request = { ...made.request, description: describeFields(fields) };
    await api.patch(`${base}/${made.id}`, { request });
    await client.invalidateQueries({ queryKey: ["request", projectId] });
    toast.success(`Saved as ${made.name}`);
    onClose();
    setFilters(
      { tab: "", operation: draft.operationId, saved: made.id, list: "saved", trace: "" },
      true,
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    save().catch(setError);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Save as a template"
      description="Tick the values that are asked for whenever it is opened."
      wide
    >
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <div className="grid gap-3 sm:grid-cols-2">
          <label className="flex flex-col gap-1">
            Name
            <input
              className="field"
              required
              maxLength={200}
              value={named}
              onChange={(e) => setNamed(e.target.value)}
            />
          </label>
          <label className="flex flex-col gap-1">
            Folder
            <input className="field" value={folder} onChange={(e) => setFolder(e.target.value)} />
          </label>
        </div>
        <fieldset className="max-h-56 overflow-auto rounded-md border border-line p-2">
          <legend className="px-1 text-muted">Values</legend>
          {candidates.length === 0 && <p className="text-muted">This request has no values.</p>}
          {candidates.map(({ at, value }) => {
            const field = names.get(at);
            return (
              <div key={at} className="row flex-wrap">
                <label className="row min-w-0 flex-1">
                  <input
                    type="checkbox"
                    checked={field !== undefined}
                    onChange={(e) => set(at, e.target.checked ? nameFor(at, names.values()) : null)}
                  />
                  <code className="shrink-0">{at.replace(/ \d+ /, " ")}</code>
                  <span className="truncate-line min-w-0 text-muted">{value}</span>
                </label>
                {field !== undefined && (
                  <input
                    className="field max-w-40 font-mono text-xs"
                    aria-label={`Field for ${at}`}
                    value={field}
                    onChange={(e) => set(at, e.target.value)}
                  />
                )}
              </div>
            );
          })}
        </fieldset>
        {wrong !== undefined && (
          <p role="alert" className="text-error">
            A field has a name of its own, of letters, digits and underscores.
          </p>
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Preview label="Template" text={shown(template)} />
          <Preview label="With the values of now" text={shown(draft)} />
        </div>
        {error && <ErrorState error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={names.size === 0 || wrong !== undefined}>
            Save the template
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const Preview = ({ label, text }: { label: string; text: string }) => (
  <section aria-label={label} className="min-w-0">
    <h3>{label}</h3>
    <pre
      tabIndex={0}
      className="mt-1 max-h-48 overflow-auto rounded-md border border-line bg-sunken p-2 break-words whitespace-pre-wrap"
    >
      {text}
    </pre>
  </section>
);
