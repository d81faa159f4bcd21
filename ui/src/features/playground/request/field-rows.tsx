import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Field, ParameterDetail, Target, Violation } from "@/api/types";
import { Button, IconButton } from "@/ui/button";
import { FieldBulk } from "./field-bulk";
import { about } from "./field-hint";
import { fieldOf, partOf, useReveal } from "./reveal";
import { VariableInput } from "./variable-input";

interface Props {
  part: string;
  fields: Field[];
  parameters: ParameterDetail[];
  violations: Violation[];
  /** The names are given: values alone can be changed. */
  fixed?: boolean;
  onChange: (fields: Field[]) => void;
  /** Where the request goes, and so what its variables stand for. */
  target: Target | undefined;
  /** What else belongs there. */
  below?: ReactNode;
}

/** Names and values; what the operation declares is named and explained. */
export function FieldRows(props: Props) {
  const { part, fields, parameters, violations, fixed, onChange, target, below } = props;
  const place = useRef<HTMLDivElement>(null);
  const shown = useReveal((s) => s.target);
  useEffect(() => {
    if (!shown || partOf(shown.in) !== part) return;
    const name = fieldOf(shown.pointer);
    place.current?.querySelector<HTMLInputElement>(`[data-value="${CSS.escape(name)}"]`)?.focus();
  }, [shown, part]);
  const [asText, setAsText] = useState(false);
  // What was just added is written next: its name, or its value where the name is known.
  const added = useRef<"name" | "value" | null>(null);
  useEffect(() => {
    if (!added.current) return;
    const inputs = place.current?.querySelectorAll<HTMLInputElement>(`[data-${added.current}]`);
    inputs?.item(inputs.length - 1)?.focus();
    added.current = null;
  });
  const add = (name: string) => {
    added.current = name ? "value" : "name";
    onChange([...fields, { name, value: "", enabled: true }]);
  };
  const set = (at: number, change: Partial<Field>) =>
    onChange(fields.map((field, n) => (n === at ? { ...field, ...change } : field)));
  const missing = parameters.filter(
    (p) => !fields.some((f) => f.name.toLowerCase() === p.name.toLowerCase()),
  );
  const wrong = (name: string) =>
    violations.filter(
      (v) =>
        partOf(v.in) === part &&
        v.in !== "security" &&
        fieldOf(v.pointer).toLowerCase() === name.toLowerCase(),
    );
  if (asText)
    return (
      <FieldBulk part={part} fields={fields} onChange={onChange} onClose={() => setAsText(false)} />
    );
  return (
    <div ref={place} className="flex flex-col gap-2 p-2">
      {fields.length === 0 && <p className="p-1 text-muted">Nothing here.</p>}
      {fields.map((field, n) => {
        const known = parameters.find((p) => p.name.toLowerCase() === field.name.toLowerCase());
        const errors = field.enabled ? wrong(field.name) : [];
        const id = `${part}-${n}-error`;
        const choices = (known?.schema as { enum?: unknown[] } | null | undefined)?.enum;
        return (
          <div key={n}>
            <div className="flex items-center gap-2">
              {!fixed && (
                <input
                  type="checkbox"
                  aria-label={`Send ${field.name || "the field"}`}
                  checked={field.enabled}
                  onChange={(e) => set(n, { enabled: e.target.checked })}
                />
              )}
              <input
                className="field max-w-[40%] font-mono text-xs"
                aria-label="Name"
                placeholder="name"
                data-name
                value={field.name}
                readOnly={fixed}
                onChange={(e) => set(n, { name: e.target.value })}
              />
              <VariableInput
                target={target}
                className={`field font-mono text-xs ${errors.length > 0 ? "field-error" : ""}`}
                aria-label={`Value of ${field.name || "the field"}`}
                aria-invalid={errors.length > 0}
                aria-describedby={errors.length > 0 ? id : undefined}
                data-value={field.name}
                list={choices ? `${part}-${n}-choices` : undefined}
                placeholder="value"
                value={field.value}
                onText={(value) => set(n, { value, enabled: true })}
                onKeyDown={(e) => {
                  const adds = e.key === "Enter" && !e.ctrlKey && !e.metaKey && !fixed;
                  if (adds && n === fields.length - 1) add("");
                }}
              />
              {choices && (
                <datalist id={`${part}-${n}-choices`}>
                  {choices.map((c) => (
                    <option key={String(c)} value={String(c)} />
                  ))}
                </datalist>
              )}
              {!fixed && (
                <IconButton
                  label={`Remove ${field.name || "the field"}`}
                  onClick={() => onChange(fields.filter((_, at) => at !== n))}
                >
                  <Trash2 size={14} aria-hidden />
                </IconButton>
              )}
            </div>
            {errors.length > 0 && (
              <p id={id} className="pl-6 text-error">
                {errors.map((e) => e.message).join("; ")}
              </p>
            )}
            {known && errors.length === 0 && (
              <p className="truncate-line pl-6 text-subtle" title={about(known)}>
                {about(known)}
              </p>
            )}
          </div>
        );
      })}
      {!fixed && (
        <div className="flex flex-wrap gap-2">
          <Button look="ghost" onClick={() => add("")}>
            <Plus size={14} aria-hidden /> Add a field
          </Button>
          {missing.map((p) => (
            <Button key={p.name} look="ghost" title={about(p)} onClick={() => add(p.name)}>
              <Plus size={14} aria-hidden /> {p.name}
            </Button>
          ))}
          <Button look="ghost" className="ml-auto" onClick={() => setAsText(true)}>
            Edit as text
          </Button>
        </div>
      )}
      {below}
    </div>
  );
}
