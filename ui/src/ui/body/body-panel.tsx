import { Copy, Download, Filter, Search } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { saveAnswer, saveBytes } from "@/api/save";
import type { TraceBody } from "@/api/types";
import { copy } from "@/lib/copy";
import { findIn } from "@/lib/find-in";
import { bytes } from "@/lib/format";
import { bytesOf, fileNameOf, keptBytes } from "@/ui/body/body-kind";
import { IconButton } from "../button";
import { prettyText } from "../exchange";
import { BodyText } from "./body-text";
import { FilterBar } from "./filter-bar";
import { FindBar } from "./find-bar";
import { useFiltered } from "./use-filtered";

interface Props {
  body: TraceBody | null | undefined;
  raw?: boolean;
  /** Where the API has it whole: to be saved, and for a query to pick parts of it. */
  address?: string | undefined;
}

function save(body: TraceBody, address?: string) {
  const name = fileNameOf(body);
  if (body.truncated && address) return saveAnswer(address, name);
  return saveBytes(name, new Blob([bytesOf(body)], { type: body.contentType ?? undefined }));
}

/** A kept body as a text that can be searched, copied and saved. */
export function BodyPanel({ body, raw = false, address }: Props) {
  const [path, setPath] = useState<string | null>(null);
  const filtered = useFiltered(address ?? "", path ?? "");
  const [words, setWords] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const root = useRef<HTMLDivElement>(null);
  const all = useMemo(
    () => (!body ? "" : raw ? (body.text ?? body.base64 ?? "") : prettyText(body)),
    [body, raw],
  );
  const text = filtered.text ?? all;
  const places = useMemo(() => findIn(text, words ?? ""), [text, words]);
  if (!body || body.bytes === 0) return <p className="p-3 text-muted">No body.</p>;
  const close = () => {
    setWords(null);
    root.current?.querySelector<HTMLElement>("[role=region]")?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl F is for the text within
    <div
      ref={root}
      className="flex h-full min-h-0 flex-col"
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (words === null) setWords("");
        else root.current?.querySelector<HTMLInputElement>("input[type=search]")?.select();
      }}
    >
      <div className="flex items-center gap-1 pt-1 pr-2 pl-3">
        <p className="min-w-0 flex-1 text-muted">
          {body.contentType ?? "no content type"} · {bytes(body.bytes)}
          {body.base64 != null && " · in base64"}
        </p>
        <IconButton label="Search in the body (Ctrl F)" onClick={() => setWords(words ?? "")}>
          <Search size={14} aria-hidden />
        </IconButton>
        {address && !raw && /json/.test(body.contentType ?? "") && (
          <IconButton label="Filter with JSONPath" onClick={() => setPath(path ?? "$.")}>
            <Filter size={14} aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={filtered.text ? "Copy what is shown" : "Copy the body"}
          onClick={() => copy(text, "Body")}
        >
          <Copy size={14} aria-hidden />
        </IconButton>
        <IconButton
          label="Save to a file"
          onClick={() => save(body, address).catch((error: Error) => toast.error(error.message))}
        >
          <Download size={14} aria-hidden />
        </IconButton>
      </div>
      <CutNote body={body} canSave={address !== undefined} />
      {path !== null && (
        <FilterBar path={path} onPath={setPath} filtered={filtered} onClose={() => setPath(null)} />
      )}
      {words !== null && (
        <FindBar
          words={words}
          onWords={(next) => {
            setWords(next);
            setAt(0);
          }}
          count={places.length}
          at={at}
          onGo={setAt}
          onClose={close}
        />
      )}
      <div className="min-h-0 flex-1 overflow-auto">
        <BodyText
          label="Body"
          text={text}
          coloured={/json/.test(body.contentType ?? "")}
          places={places}
          at={at}
        />
      </div>
    </div>
  );
}

/** Says how much of a body that was cut is there. */
export function CutNote({ body, canSave = false }: { body: TraceBody; canSave?: boolean }) {
  if (!body.truncated) return null;
  return (
    <p className="mx-3 my-1 rounded bg-warn-bg px-2 py-1 text-warn-fg">
      Only the first {bytes(keptBytes(body))} of {bytes(body.bytes)} were kept
      {canSave ? "; save it to a file to have the whole, as long as Fairlead runs." : "."}
    </p>
  );
}
