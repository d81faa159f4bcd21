import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { Draft, SavedRequestDetail } from "@/api/types";
import { useFilters } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";
import { fieldsOf, formKind } from "../body/form-text";
import { foldersOf } from "../saved/use-save";
import { asTemplate } from "./template";
import { candidatesOf } from "./template-candidates";
import { TemplatePreview } from "./template-preview";
import { TemplateValues } from "./template-values";

interface Props {
  projectId: string;
  draft: Draft;
  name: string;
  onClose: () => void;
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
    await api.patch(`${base}/${made.id}`, { request: { ...made.request, template: fields } });
    await client.invalidateQueries({ queryKey: ["request", projectId] });
    toast.success(`Saved as ${made.name}`);
    onClose();
    setFilters(
      { tab: "", operation: draft.operationId ?? "", saved: made.id, list: "saved", trace: "" },
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
        <TemplateValues candidates={candidates} names={names} onSet={set} />
        {wrong !== undefined && (
          <p role="alert" className="text-error">
            A field has a name of its own, of letters, digits and underscores.
          </p>
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <TemplatePreview label="Template" draft={template} />
          <TemplatePreview label="With the values of now" draft={draft} />
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
