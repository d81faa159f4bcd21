import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { readChosen } from "@/api/import";
import { useSpecs } from "@/api/queries";
import type { Source } from "@/api/types";
import { dateTime, plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ErrorState, Loaded } from "@/ui/states";

/** The revisions of a description; a new one comes from a file or the web. */
export function RevisionsView({ projectId }: { projectId: string }) {
  const specs = useSpecs(projectId);
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState("");
  const base = `/projects/${projectId}/specs`;
  const refresh = (said: string) => () => {
    client.invalidateQueries({ queryKey: ["spec", projectId] });
    client.invalidateQueries({ queryKey: ["project"] });
    toast.success(said);
  };
  const add = useMutation({
    mutationFn: (source: Source) => api.post(base, { source }),
    onSuccess: () => {
      setUrl("");
      refresh("The new revision is in use")();
    },
  });
  const activate = useMutation({
    mutationFn: (id: string) => api.post(`${base}/${id}/activate`),
    onSuccess: refresh("It is in use now"),
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.del(`${base}/${id}`),
    onSuccess: refresh("The revision is deleted"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ kind: "url", url });
  };
  return (
    <div className="flex flex-col gap-4 p-4">
      <form className="flex flex-wrap gap-2" onSubmit={submit} aria-label="New revision">
        <input
          ref={chooser}
          type="file"
          multiple
          accept=".yaml,.yml,.json"
          aria-label="Files of the new revision"
          className="sr-only"
          tabIndex={-1}
          onChange={async (event) => {
            const files = await readChosen(event.target.files ?? []);
            event.target.value = "";
            if (files.length > 0) add.mutate({ kind: "upload", files });
          }}
        />
        <Button look="primary" onClick={() => chooser.current?.click()} disabled={add.isPending}>
          Import from files
        </Button>
        <input
          className="field max-w-96"
          type="url"
          aria-label="URL of the new revision"
          placeholder="https://example.com/openapi.yaml"
          value={url}
          onChange={(e) => setUrl(e.target.value)}
        />
        <Button type="submit" disabled={add.isPending || url === ""}>
          Import from URL
        </Button>
      </form>
      {add.error && <ErrorState error={add.error} />}
      <Loaded query={specs}>
        {(all) => (
          <ul className="panel divide-y divide-line">
            {all.map((spec) => (
              <li key={spec.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1">
                <span className="font-medium">Revision {spec.revision}</span>
                <span>
                  {spec.title} {spec.version}
                </span>
                {spec.active && <Badge tone="ok">in use</Badge>}
                {spec.problems.error > 0 && (
                  <Badge tone="err">{plural(spec.problems.error, "error")}</Badge>
                )}
                <span className="break-all text-subtle">
                  {dateTime(spec.createdAt)} · {spec.source.location}
                </span>
                <span className="ml-auto flex gap-1">
                  {!spec.active && <Button onClick={() => activate.mutate(spec.id)}>Use</Button>}
                  {all.length > 1 && (
                    <Button look="ghost" onClick={() => remove.mutate(spec.id)}>
                      Delete
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}
