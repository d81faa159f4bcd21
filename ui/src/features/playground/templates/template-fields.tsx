import { type FormEvent, useState } from "react";
import { useSavedRequest } from "@/api/queries/requests";
import type { Draft, TemplateField } from "@/api/types";
import { Button } from "@/ui/button";
import { fillTemplate } from "./template";

interface Props {
  projectId: string;
  savedId: string;
  draft: Draft;
  /** A request made of the template. */
  onFill: (draft: Draft) => void;
}

/** Asks for the fields of a template. */
export function TemplateFields({ projectId, savedId, draft, onFill }: Props) {
  const saved = useSavedRequest(projectId, savedId);
  const fields = saved.data?.request.template ?? [];
  if (fields.length === 0) return null;
  return <Form key={savedId} fields={fields} onFill={(v) => onFill(fillTemplate(draft, v))} />;
}

interface FormProps {
  fields: TemplateField[];
  onFill: (values: Map<string, string>) => void;
}

function Form({ fields, onFill }: FormProps) {
  const [values, setValues] = useState(() => new Map(fields.map((f) => [f.name, f.sample ?? ""])));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onFill(values);
  };
  return (
    <form
      aria-label="Fields of the template"
      onSubmit={submit}
      className="flex max-h-48 shrink-0 flex-wrap items-end gap-2 overflow-auto border-b border-line bg-sunken px-3 py-2"
    >
      {fields.map(({ name, description }) => (
        <label key={name} title={description} className="flex min-w-32 flex-1 flex-col gap-1">
          <code>{name}</code>
          <input
            className="field"
            value={values.get(name) ?? ""}
            onChange={(e) => setValues(new Map(values).set(name, e.target.value))}
          />
        </label>
      ))}
      <Button look="primary" type="submit">
        Fill in, in a new tab
      </Button>
    </form>
  );
}
