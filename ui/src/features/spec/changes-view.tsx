import { useMemo } from "react";
import { useChanges, useSpecs } from "@/api/queries/spec";
import type { SpecChange, SpecChanges, SpecRevision } from "@/api/types";
import { useFilters } from "@/lib/address";
import { BackButton } from "@/ui/back-button";
import { Badge, MethodBadge, type Tone } from "@/ui/badge";
import { Button } from "@/ui/button";
import { RowList } from "@/ui/row-list";
import { Said } from "@/ui/said";
import { EmptyState, Loaded } from "@/ui/states";

const TONES: Record<SpecChange["class"], Tone> = {
  breaking: "err",
  "non-breaking": "ok",
  annotation: "neutral",
};

/** What differs between a revision and an older one. */
export function ChangesView({ projectId, specId }: { projectId: string; specId: string }) {
  const [filters, setFilters] = useFilters();
  const specs = useSpecs(projectId);
  const changes = useChanges(projectId, specId, filters.since);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        <BackButton onClick={() => setFilters({ changes: "", since: "", class: "" })}>
          All revisions
        </BackButton>
        <Loaded query={specs} rows={1}>
          {(all) => <Compared all={all} specId={specId} from={changes.data?.from} />}
        </Loaded>
      </div>
      <Loaded query={changes}>{(found) => <Found found={found} />}</Loaded>
    </div>
  );
}

function Compared(props: { all: SpecRevision[]; specId: string; from: string | undefined }) {
  const [, setFilters] = useFilters();
  const named = (spec: SpecRevision) => `Revision ${spec.revision} (${spec.version})`;
  const own = props.all.find((spec) => spec.id === props.specId);
  return (
    <label className="flex flex-wrap items-center gap-2">
      {own ? named(own) : ""} compared with
      <select
        value={props.from ?? ""}
        onChange={(event) => setFilters({ since: event.target.value })}
      >
        {props.all
          .filter((spec) => spec.id !== props.specId)
          .map((spec) => (
            <option key={spec.id} value={spec.id}>
              {named(spec)}
            </option>
          ))}
      </select>
    </label>
  );
}

type Row = { heading: SpecChange["operation"] } | SpecChange;

function Found({ found }: { found: SpecChanges }) {
  const [filters, setFilters] = useFilters();
  const shown = filters.class;
  const rows = useMemo(() => grouped(found.items, shown), [found.items, shown]);
  if (found.items.length === 0) return <EmptyState>The two say the same.</EmptyState>;
  const counts: [SpecChange["class"], number][] = [
    ["breaking", found.breaking],
    ["non-breaking", found.nonBreaking],
    ["annotation", found.annotations],
  ];
  return (
    <>
      <div role="group" aria-label="Class" className="flex flex-wrap gap-1 p-2">
        {counts.map(([name, count]) =>
          count === 0 && shown !== name ? null : (
            <Button
              key={name}
              look={shown === name ? "primary" : "plain"}
              aria-pressed={shown === name}
              onClick={() => setFilters({ class: shown === name ? "" : name })}
            >
              {count} {name}
            </Button>
          ),
        )}
      </div>
      <RowList
        label="Changes"
        rows={rows}
        height={56}
        wraps
        chosen={-1}
        onOpen={(row) => {
          const id = "message" in row ? row.operation?.id : undefined;
          if (id) setFilters({ view: "", changes: "", since: "", class: "", operation: id });
        }}
        isHeading={(row) => "heading" in row}
      >
        {(row) => ("heading" in row ? <Heading of={row.heading} /> : <Change change={row} />)}
      </RowList>
    </>
  );
}

/** The changes of a class, each operation's under its name. */
export function grouped(items: SpecChange[], shown: string | undefined): Row[] {
  const rows: Row[] = [];
  let last: string | null = null;
  for (const change of items) {
    if (shown && change.class !== shown) continue;
    const { operation } = change;
    const name = operation ? `${operation.method} ${operation.path}` : "";
    if (name !== last) rows.push({ heading: operation });
    last = name;
    rows.push(change);
  }
  return rows;
}

const Heading = ({ of }: { of: SpecChange["operation"] }) => (
  <div className="flex items-center gap-2 px-3 pt-4 pb-1 font-medium">
    {of ? (
      <>
        <MethodBadge method={of.method} inline />
        <code className="break-all">{of.path}</code>
      </>
    ) : (
      "The description as a whole"
    )}
  </div>
);

const place = (at: SpecChange["old"]) =>
  at ? `${at.file ?? ""}${at.line ? `:${at.line}` : ""}` : "";

function Change({ change }: { change: SpecChange }) {
  const [before, after] = [place(change.old), place(change.new)];
  return (
    <>
      <Badge tone={TONES[change.class]}>{change.class}</Badge>{" "}
      <span className="break-words">
        <Said>{change.message}</Said>
      </span>
      <span className="truncate-line block text-subtle">
        {[before, after].filter(Boolean).join(" → ")} · {change.code}
      </span>
    </>
  );
}
