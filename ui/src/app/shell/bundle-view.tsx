import { CircleAlert } from "lucide-react";
import type { OpenedBundle } from "@/api/types";
import { dateTime, plural } from "@/lib/format";
import { Badge, MethodBadge } from "@/ui/badge";
import { Said } from "@/ui/said";
import { Contents } from "@/ui/space-contents";

const SIGNERS = {
  new: ["warn", "first time"],
  known: ["ok", "the same as before"],
  changed: ["err", "another than before"],
} as const;

/** What a bundle says, from whom it is, and what to look at before it is opened. */
export function BundleView({ bundle }: { bundle: OpenedBundle }) {
  const [tone, word] = SIGNERS[bundle.signer];
  return (
    <div className="mt-3 flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">{bundle.kind === "space" ? "Space" : "Results"}</dt>
        <dd>
          {bundle.space}, bundle {bundle.number}, {bundle.kind === "space" ? "for" : "of"}{" "}
          {bundle.partner}
        </dd>
        <dt className="text-muted">From</dt>
        <dd>
          {bundle.madeBy}, {dateTime(bundle.madeAt)}
        </dd>
        <dt className="text-muted">Fingerprint</dt>
        <dd className="flex flex-wrap items-center gap-2">
          <code>{bundle.fingerprint}</code> <Badge tone={tone}>{word}</Badge>
        </dd>
      </dl>
      {bundle.signer !== "known" && (
        <p>
          The signature holds: the file is as it was signed. That it is {bundle.madeBy} who signed
          it, only they can tell you: compare the fingerprint with what they say.
        </p>
      )}
      {bundle.warnings.map((warning) => (
        <p key={warning} className="flex items-start gap-2 rounded bg-warn-bg p-2 text-warn-fg">
          <CircleAlert size={14} className="mt-[3px] shrink-0" aria-hidden />{" "}
          <span>
            <Said>{warning}</Said>
          </span>
        </p>
      ))}
      {bundle.contents && <Contents contents={bundle.contents} />}
      {bundle.results && <Results results={bundle.results} />}
    </div>
  );
}

function Results({ results }: { results: NonNullable<OpenedBundle["results"]> }) {
  return (
    <div className="flex flex-col gap-2">
      {results.note && <p className="whitespace-pre-line">{results.note}</p>}
      <p>
        {plural(results.traces, "trace")}, {results.failed} of them failed
        {results.from && results.to && (
          <span className="text-muted">
            {" "}
            · {dateTime(results.from)} to {dateTime(results.to)}
          </span>
        )}
      </p>
      {results.operations.length > 0 && (
        <ul className="flex max-h-60 flex-col gap-1 overflow-auto">
          {results.operations.map((of) => (
            <li key={`${of.method} ${of.path}`} className="flex items-baseline gap-2">
              <MethodBadge method={of.method} />
              <code className="min-w-0 flex-1 break-all">{of.path}</code>
              <span className="text-muted">
                {plural(of.traces, "trace")}, {of.failed} failed
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
