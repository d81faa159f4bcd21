import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useVariables, variablesAt } from "@/api/queries/environments";
import type { Variable } from "@/api/types";
import { Badge } from "./badge";
import { Button } from "./button";
import { Loaded } from "./states";
import { VariableForm, type Writing } from "./variable-form";

interface Props {
  /** The project they belong to; without it, the workspace. */
  projectId: string | null;
  /** The partner whose they are alone. */
  partnerId?: string;
  about: string;
  title?: string;
  /** Whether they are somebody else's to set. */
  fixed?: boolean;
  /** Names that have no value yet and need one. */
  wanted?: string[];
}

/** The variables of a scope: what `{{name}}` stands for where nothing nearer says so. */
export function Variables({ projectId, partnerId, about, title, fixed, wanted = [] }: Props) {
  const variables = useVariables(projectId, partnerId);
  const [writing, setWriting] = useState<Writing | null>(null);
  const path = variablesAt(projectId, partnerId);
  const missing = wanted.filter((name) => !variables.data?.some((known) => known.name === name));
  return (
    <section aria-label={title ?? "Variables"} className="panel flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1">{title ?? "Variables"}</h2>
        {!fixed && (
          <Button onClick={() => setWriting({ name: "" })}>
            <Plus size={14} aria-hidden /> New variable
          </Button>
        )}
      </div>
      <p className="text-muted">{about}</p>
      <Loaded query={variables} rows={1}>
        {(all) => (
          <ul className="flex flex-col">
            {missing.map((name) => (
              <li
                key={name}
                className="flex flex-wrap items-center gap-2 border-t border-line py-1"
              >
                <code className="break-all">{`{{${name}}}`}</code>
                <span className="min-w-0 flex-1">
                  <Badge tone="warn">not set</Badge>
                </span>
                <Button
                  aria-label={`Set the variable ${name}`}
                  onClick={() => setWriting({ name, fixed: true })}
                >
                  Set
                </Button>
              </li>
            ))}
            {all.map((variable) => (
              <Row
                key={variable.name}
                variable={variable}
                path={path}
                scope={projectId}
                onEdit={
                  fixed ? undefined : () => setWriting({ name: variable.name, was: variable })
                }
              />
            ))}
          </ul>
        )}
      </Loaded>
      {writing && (
        <VariableForm
          key={writing.name}
          writing={writing}
          path={path}
          scope={projectId}
          onClose={() => setWriting(null)}
        />
      )}
    </section>
  );
}

interface RowProps {
  variable: Variable;
  path: string;
  scope: string | null;
  onEdit: (() => void) | undefined;
}

function Row({ variable, path, scope, onEdit }: RowProps) {
  const client = useQueryClient();
  const { name } = variable;
  const remove = useMutation({
    mutationFn: () => api.del(`${path}/${encodeURIComponent(name)}`),
    onSettled: () => client.invalidateQueries({ queryKey: ["variable", scope] }),
    onError: (error) => toast.error(error.message),
  });
  return (
    <li className="flex flex-wrap items-center gap-2 border-t border-line py-1">
      <code className="break-all">{`{{${name}}}`}</code>
      <span className="min-w-0 flex-1 break-all text-muted">
        {variable.secret ? <Badge tone="ok">secret, set</Badge> : variable.value}
      </span>
      {onEdit && (
        <>
          <Button look="ghost" aria-label={`Edit the variable ${name}`} onClick={onEdit}>
            Edit
          </Button>
          <Button
            look="ghost"
            aria-label={`Delete the variable ${name}`}
            onClick={() => remove.mutate()}
          >
            Delete
          </Button>
        </>
      )}
    </li>
  );
}
