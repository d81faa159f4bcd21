import { useMemo } from "react";
import type { TraceBody } from "@/api/types";
import { parseJson } from "@/lib/json-text";
import { type Grid, readCsv, readEvents, readNdjson, type ServerEvent } from "@/lib/tables";
import { kindOf } from "@/ui/body/body-kind";
import { CutNote } from "./body-panel";
import { FilePreview } from "./file-preview";
import { GridView } from "./grid-view";
import { JsonTree } from "./json-tree";

interface Props {
  body: TraceBody | null | undefined;
  /** Where the API has it whole. */
  address?: string | undefined;
}

/** A body as what it is: a tree, an image, a document, a page, a table, a list of events. */
export default function BodyPreview({ body, address }: Props) {
  if (!body || body.bytes === 0) return <p className="p-3 text-muted">No body.</p>;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {!(address && isFile(body)) && <CutNote body={body} />}
      <div className="min-h-0 flex-1 overflow-auto">
        <Shown body={body} address={address} />
      </div>
    </div>
  );
}

const isFile = (body: TraceBody) => ["image", "pdf"].includes(kindOf(body));

function Shown({ body, address }: Props & { body: TraceBody }) {
  const kind = kindOf(body);
  const text = body.text ?? "";
  if (kind === "json") return <JsonPreview text={text} cut={body.truncated} />;
  if (kind === "image" || kind === "pdf")
    return <FilePreview body={body} kind={kind} address={address} />;
  if (kind === "html")
    return (
      // Without `allow-…` nothing in it runs, submits, opens or leads anywhere.
      <iframe
        title="The page"
        sandbox=""
        srcDoc={text}
        className="h-full min-h-80 w-full border-0 bg-white"
      />
    );
  if (kind === "csv") return <GridView grid={readCsv(text)} />;
  if (kind === "tsv") return <GridView grid={readCsv(text, "\t")} />;
  if (kind === "ndjson") return <Records text={text} />;
  if (kind === "events") return <Events events={readEvents(text)} />;
  return (
    <p className="p-3 text-muted">
      There is no preview of {body.contentType ?? "a body without a content type"}. Raw has all of
      it.
    </p>
  );
}

function JsonPreview({ text, cut }: { text: string; cut: boolean }) {
  const read = useMemo(() => {
    try {
      return { value: parseJson(text) };
    } catch (error) {
      return { error: error as Error };
    }
  }, [text]);
  if ("value" in read) return <JsonTree key={text} value={read.value} />;
  return (
    <p className="p-3 text-muted">
      {cut
        ? "A tree needs the whole body. Pretty has what was kept of it."
        : `This is no JSON: ${read.error?.message}`}
    </p>
  );
}

function Records({ text }: { text: string }) {
  const grid: Grid = useMemo(() => readNdjson(text), [text]);
  return <GridView grid={grid} />;
}

const MOST_EVENTS = 1000;

function Events({ events }: { events: ServerEvent[] }) {
  if (events.length === 0) return <p className="p-3 text-muted">No events came.</p>;
  return (
    <>
      <ol aria-label="Events" className="divide-y divide-line">
        {events.slice(0, MOST_EVENTS).map((event, n) => (
          <li key={n} className="px-3 py-2">
            <p className="text-muted">
              {n + 1} · <b className="text-fg">{event.event}</b>
              {event.id && ` · id ${event.id}`}
            </p>
            <pre className="break-words whitespace-pre-wrap">{event.data}</pre>
          </li>
        ))}
      </ol>
      {events.length > MOST_EVENTS && (
        <p className="p-3 text-muted">
          The first {MOST_EVENTS} of {events.length} events. Raw has them all.
        </p>
      )}
    </>
  );
}
