import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp, Link2, Sailboat } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { ApiFailure } from "@/api/client";
import { importSource, readChosen } from "@/api/import";
import { useProjects } from "@/api/queries";
import type { Source } from "@/api/types";
import { useGo } from "@/lib/address";
import { dateTime, plural } from "@/lib/format";
import { useShortcut } from "@/lib/shortcuts";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { ErrorState, Loaded } from "@/ui/states";

/** Where everything begins: bring an API, or go on with one. */
export function HomePage() {
  const go = useGo();
  const client = useQueryClient();
  const projects = useProjects();
  const chooser = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState("");
  const bring = useMutation({
    mutationFn: (source: Source) => importSource(source),
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ["project"] });
      go(`/projects/${made.project.id}`);
    },
  });
  useShortcut({
    id: "import",
    label: "Import an API description",
    keys: "c",
    run: () => chooser.current?.click(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim()) bring.mutate({ kind: "url", url: url.trim() });
  };
  // A private address is read only where a person says so.
  const refused =
    bring.error instanceof ApiFailure && bring.error.status === 403 ? bring.variables : undefined;
  return (
    <div className="mx-auto w-full max-w-4xl p-4 md:p-8">
      <h1>Bring an API</h1>
      <p className="mt-1 text-muted">
        A mock server of it runs a moment later, and the playground says what is wrong with a
        request before it is sent.
      </p>
      <div className="mt-4 grid gap-3 md:grid-cols-3">
        <section aria-label="From a file" className="panel flex flex-col gap-2 border-dashed p-4">
          <h2 className="flex items-center gap-2">
            <FileUp size={16} aria-hidden /> A file
          </h2>
          <p className="flex-1 text-muted">
            Drop an OpenAPI file, or a folder of them, anywhere on this window.
          </p>
          <input
            ref={chooser}
            type="file"
            multiple
            accept=".yaml,.yml,.json"
            aria-label="Files of the API description"
            className="sr-only"
            tabIndex={-1}
            onChange={async (event) => {
              const files = await readChosen(event.target.files ?? []);
              event.target.value = "";
              if (files.length > 0) bring.mutate({ kind: "upload", files });
            }}
          />
          <Button onClick={() => chooser.current?.click()} disabled={bring.isPending}>
            Choose files
          </Button>
        </section>
        <form aria-label="From the web" className="panel flex flex-col gap-2 p-4" onSubmit={submit}>
          <h2 className="flex items-center gap-2">
            <Link2 size={16} aria-hidden /> A URL
          </h2>
          <div className="flex flex-1 flex-col justify-end">
            <input
              className="field"
              type="url"
              aria-label="URL of the API description"
              placeholder="https://example.com/openapi.yaml"
              value={url}
              onChange={(e) => setUrl(e.target.value)}
            />
          </div>
          <Button type="submit" disabled={bring.isPending || url.trim() === ""}>
            Import
          </Button>
        </form>
        <section aria-label="The sample" className="panel flex flex-col gap-2 p-4">
          <h2 className="flex items-center gap-2">
            <Sailboat size={16} aria-hidden /> The sample
          </h2>
          <p className="flex-1 text-muted">
            The API of a small harbour: berths, bookings and dues.
          </p>
          <Button
            look="primary"
            onClick={() => bring.mutate({ kind: "sample" })}
            disabled={bring.isPending}
          >
            Try the sample
          </Button>
        </section>
      </div>
      <div aria-live="polite">
        {bring.isPending && <p className="mt-3 text-muted">Reading the description…</p>}
      </div>
      {bring.error && <ErrorState error={bring.error} />}
      {refused?.kind === "url" && (
        <Button className="mx-4" onClick={() => bring.mutate({ ...refused, allowPrivate: true })}>
          Import it all the same
        </Button>
      )}
      <h2 className="mt-8 mb-2">Projects</h2>
      <Loaded query={projects} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <p className="text-muted">None yet. What you bring appears here.</p>
          ) : (
            <ul className="panel divide-y divide-line">
              {all.slice(0, 8).map((project) => (
                <li key={project.id}>
                  <NavLink
                    to={`/projects/${project.id}`}
                    className="flex min-h-11 flex-wrap items-center gap-x-3 px-3 py-1 text-fg no-underline hover:bg-sunken"
                  >
                    <span className="font-medium">{project.name}</span>
                    {project.spec && (
                      <span className="text-muted">
                        {project.spec.version} · {plural(project.spec.operationCount, "operation")}
                      </span>
                    )}
                    {project.mocks.some((m) => m.state === "running") && (
                      <Badge tone="ok">mock running</Badge>
                    )}
                    <span className="ml-auto text-subtle">{dateTime(project.updatedAt)}</span>
                  </NavLink>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}
