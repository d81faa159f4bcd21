import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Field, ParameterDetail, Violation } from "@/api/types";
import { Button, IconButton } from "@/ui/button";
import { fieldOf, partOf, useReveal } from "./reveal";

interface Props {
  part: string;
  fields: Field[];
  parameters: ParameterDetail[];
  violations: Violation[];
  /** The names are given: values alone can be changed. */
  fixed?: boolean;
  onChange: (fields: Field[]) => void;
}

/** Names and values; what the operation declares is named and explained. */
export function FieldRows({ part, fields, parameters, violations, fixed, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const target = useReveal((s) => s.target);
  useEffect(() => {
    if (!target || partOf(target.in) !== part) return;
    const name = fieldOf(target.pointer);
    place.current?.querySelector<HTMLInputElement>(`[data-value="${CSS.escape(name)}"]`)?.focus();
  }, [target, part]);
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
  return (
    <div ref={place} className="flex flex-col gap-2 p-2">
      {fields.length === 0 && <p className="p-1 text-muted">Nothing here.</p>}
      {fields.map((field, n) => {
        const about = parameters.find((p) => p.name.toLowerCase() === field.name.toLowerCase());
        const errors = field.enabled ? wrong(field.name) : [];
        const id = `${part}-${n}-error`;
        const choices = (about?.schema as { enum?: unknown[] } | null | undefined)?.enum;
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
                value={field.name}
                readOnly={fixed}
                onChange={(e) => set(n, { name: e.target.value })}
              />
              <input
                className={`field font-mono text-xs ${errors.length > 0 ? "field-error" : ""}`}
                aria-label={`Value of ${field.name || "the field"}`}
                aria-invalid={errors.length > 0}
                aria-describedby={errors.length > 0 ? id : undefined}
                data-value={field.name}
                list={choices ? `${part}-${n}-choices` : undefined}
                placeholder="value"
                value={field.value}
                onChange={(e) => set(n, { value: e.target.value, enabled: true })}
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
            {about && errors.length === 0 && (
              <p className="truncate-line pl-6 text-subtle">
                {about.required ? "required · " : ""}
                {about.description}
              </p>
            )}
          </div>
        );
      })}
      {!fixed && (
        <div className="flex flex-wrap gap-2">
          <Button
            look="ghost"
            onClick={() => onChange([...fields, { name: "", value: "", enabled: true }])}
          >
            <Plus size={14} aria-hidden /> Add a field
          </Button>
          {missing.map((p) => (
            <Button
              key={p.name}
              look="ghost"
              onClick={() => onChange([...fields, { name: p.name, value: "", enabled: true }])}
            >
              <Plus size={14} aria-hidden /> {p.name}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
