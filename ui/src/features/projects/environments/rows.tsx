import { Plus, Trash2 } from "lucide-react";
import type { Environment, EnvironmentVariable, Field } from "@/api/types";
import { Button, IconButton } from "@/ui/button";
import { SecretField } from "@/ui/secret-field";

interface HeaderProps {
  headers: Field[];
  onChange: (headers: Field[]) => void;
}

/** Header fields that every request carries. */
export function HeaderRows({ headers, onChange }: HeaderProps) {
  const set = (at: number, change: Partial<Field>) =>
    onChange(headers.map((h, n) => (n === at ? { ...h, ...change } : h)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Headers of every request</legend>
      {headers.map((header, n) => (
        <div key={n} className="flex items-center gap-2">
          <input
            className="field max-w-[40%] font-mono text-xs"
            aria-label={`Name of header ${n + 1}`}
            placeholder="X-Partner"
            value={header.name}
            onChange={(e) => set(n, { name: e.target.value })}
          />
          <input
            className="field font-mono text-xs"
            aria-label={`Value of header ${n + 1}`}
            placeholder="value or {{variable}}"
            value={header.value}
            onChange={(e) => set(n, { value: e.target.value })}
          />
          <IconButton
            label={`Remove header ${n + 1}`}
            onClick={() => onChange(headers.filter((_, at) => at !== n))}
          >
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        className="self-start"
        onClick={() => onChange([...headers, { name: "", value: "", enabled: true }])}
      >
        <Plus size={14} aria-hidden /> Header
      </Button>
    </fieldset>
  );
}

interface VariableProps {
  variables: EnvironmentVariable[];
  environment: Environment | undefined;
  secrets: Record<string, string>;
  onChange: (variables: EnvironmentVariable[]) => void;
  onSecret: (name: string, value: string) => void;
}

/** Names that stand for values; those of secret ones go into the vault. */
export function VariableRows(props: VariableProps) {
  const { variables, environment, secrets, onChange, onSecret } = props;
  const set = (at: number, change: Partial<EnvironmentVariable>) =>
    onChange(variables.map((v, n) => (n === at ? { ...v, ...change } : v)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-medium">Variables</legend>
      <p className="text-muted">
        Write <code>{"{{name}}"}</code> in the base URL, headers, queries and bodies.
      </p>
      {variables.map((variable, n) => {
        const secret = `variable.${variable.name.trim()}`;
        return (
          <div key={n} className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
            <input
              className="field font-mono text-xs sm:max-w-[30%]"
              aria-label={`Name of variable ${n + 1}`}
              placeholder="name"
              value={variable.name}
              onChange={(e) => set(n, { name: e.target.value })}
            />
            {variable.secret ? (
              <SecretField
                bare
                label={`Secret value of variable ${n + 1}`}
                kept={environment?.secrets.find((s) => s.name === secret)}
                value={secrets[secret] ?? ""}
                onChange={(value) => onSecret(secret, value)}
              />
            ) : (
              <input
                className="field font-mono text-xs"
                aria-label={`Value of variable ${n + 1}`}
                placeholder="value"
                value={variable.value}
                onChange={(e) => set(n, { value: e.target.value })}
              />
            )}
            <label className="row">
              <input
                type="checkbox"
                checked={variable.secret ?? false}
                onChange={(e) => set(n, { secret: e.target.checked, value: "" })}
              />
              Secret
            </label>
            <IconButton
              label={`Remove variable ${n + 1}`}
              onClick={() => onChange(variables.filter((_, at) => at !== n))}
            >
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </div>
        );
      })}
      <Button
        className="self-start"
        onClick={() => onChange([...variables, { name: "", value: "", secret: false }])}
      >
        <Plus size={14} aria-hidden /> Variable
      </Button>
    </fieldset>
  );
}
