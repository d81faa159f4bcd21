import { FileUp, Link2, Sailboat } from "lucide-react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { ApiFailure } from "@/api/client";
import { readChosen, sourceOf } from "@/api/import";
import type { Source, SourceFile } from "@/api/types";
import { Button } from "./button";
import { Overlays } from "./overlays";
import { ErrorState } from "./states";

interface Bringing {
  mutate: (source: Source) => void;
  isPending: boolean;
  error: Error | null;
  variables: Source | undefined;
}

interface Props {
  bring: Bringing;
  /** What one would choose here first. */
  first: "file" | "sample";
  withSample?: boolean;
}

/** The ways an API description comes in: files, an address, the sample. */
export function ImportPanel({ bring, first, withSample = true }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [overlays, setOverlays] = useState<SourceFile[]>([]);
  const [remote, setRemote] = useState(false);
  const take = (source: Source) =>
    bring.mutate({ ...source, overlays, remote: remote ? "public" : "none" });
  const busy = bring.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) take(sourceOf(text));
  };
  // A private address is read only where a person says so.
  const refused =
    bring.error instanceof ApiFailure && bring.error.status === 403 ? bring.variables : undefined;
  return (
    <div className="@container">
      <div className={`grid gap-3 ${withSample ? "@2xl:grid-cols-3" : "@2xl:grid-cols-2"}`}>
        <section aria-label="From files" className="panel flex flex-col gap-2 border-dashed p-4">
          <Heading icon={<FileUp size={16} aria-hidden />}>Files</Heading>
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
              if (files.length > 0) take({ kind: "upload", files });
            }}
          />
          <Button
            look={first === "file" ? "primary" : "plain"}
            onClick={() => chooser.current?.click()}
            disabled={busy}
          >
            Choose files
          </Button>
        </section>
        <form
          aria-label="From an address"
          className="panel flex flex-col gap-2 p-4"
          onSubmit={submit}
        >
          <Heading icon={<Link2 size={16} aria-hidden />}>URL or path</Heading>
          <div className="flex flex-1 flex-col justify-end">
            <input
              className="field"
              aria-label="URL or path of the API description"
              placeholder="https://… or /path"
              spellCheck={false}
              autoComplete="off"
              value={text}
              onChange={(e) => setText(e.target.value)}
            />
          </div>
          <Button type="submit" disabled={busy || text.trim() === ""}>
            Import
          </Button>
        </form>
        {withSample && (
          <section aria-label="The sample" className="panel flex flex-col gap-2 p-4">
            <Heading icon={<Sailboat size={16} aria-hidden />}>The sample</Heading>
            <p className="flex-1 text-muted">
              The API of a small harbour: berths, bookings and dues.
            </p>
            <Button
              look={first === "sample" ? "primary" : "plain"}
              onClick={() => bring.mutate({ kind: "sample" })}
              disabled={busy}
            >
              Try the sample
            </Button>
          </section>
        )}
      </div>
      <Overlays files={overlays} onChange={setOverlays}>
        <label
          className="flex min-h-8 items-center gap-2"
          title="Files that its $ref names on the web; without this a description from files reads files only"
        >
          <input
            type="checkbox"
            checked={remote}
            onChange={(event) => setRemote(event.target.checked)}
          />
          Fetch what it refers to on the web
        </label>
      </Overlays>
      <div aria-live="polite">
        {busy && <p className="mt-3 text-muted">Reading the description…</p>}
      </div>
      {bring.error && (
        <ErrorState error={bring.error}>
          {refused?.kind === "url" && (
            <Button onClick={() => bring.mutate({ ...refused, allowPrivate: true })}>
              Import it all the same
            </Button>
          )}
        </ErrorState>
      )}
    </div>
  );
}

const Heading = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <h2 className="flex items-center gap-2 text-[14px]">
    {icon} {children}
  </h2>
);
