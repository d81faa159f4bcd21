import { Plus } from "lucide-react";
import type { BodyField, Violation } from "@/api/types";
import { Button } from "@/ui/button";
import { BodyFieldRow } from "./body-field-row";

interface Props {
  fields: BodyField[];
  /** Whether fields can be files. */
  files: boolean;
  violations: Violation[];
  onChange: (fields: BodyField[]) => void;
}

/** The fields of a form, each with a switch; in multipart a field can be a file. */
export function BodyFields({ fields, files, violations, onChange }: Props) {
  const set = (at: number, change: Partial<BodyField>) =>
    onChange(fields.map((field, n) => (n === at ? { ...field, ...change } : field)));
  const add = (field: Partial<BodyField> = {}) =>
    onChange([...fields, { name: "", value: "", enabled: true, ...field }]);
  return (
    <div className="flex flex-col gap-2 p-2">
      {fields.length === 0 && <p className="p-1 text-muted">No fields.</p>}
      {fields.map((field, n) => (
        <BodyFieldRow
          key={n}
          field={field}
          files={files}
          violations={violations}
          onChange={(change) => set(n, change)}
          onRemove={() => onChange(fields.filter((_, at) => at !== n))}
        />
      ))}
      <div>
        <Button look="ghost" onClick={() => add()}>
          <Plus size={14} aria-hidden /> Add a field
        </Button>
      </div>
    </div>
  );
}
