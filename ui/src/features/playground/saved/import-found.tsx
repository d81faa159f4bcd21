import type { ImportedRequests } from "@/api/types";
import { plural } from "@/lib/format";
import { MethodBadge, SeverityBadge } from "@/ui/badge";

/** How much of a list is shown. */
const SHOWN = 100;

/** What a collection holds, and what is wrong with it. */
export function ImportFound({ found }: { found: ImportedRequests }) {
  const { diagnostics, items, secrets } = found;
  return (
    <div className="flex flex-col gap-3">
      <p>
        <strong>{found.name || "Collection"}</strong>: {plural(found.requests, "request")} in{" "}
        {plural(found.folders, "folder")} ({found.format}). Of the operations described they call{" "}
        {found.matched}.
      </p>
      <ul aria-label="Requests found" className="panel max-h-48 overflow-auto p-2">
        {items.slice(0, SHOWN).map((item, n) => (
          <li key={n} className="flex gap-2">
            <MethodBadge method={item.method} />
            <span className="truncate-line">{[...item.folder, item.name].join(" / ")}</span>
          </li>
        ))}
        {items.length > SHOWN && <li className="text-muted">and {items.length - SHOWN} more</li>}
      </ul>
      {diagnostics.length > 0 && (
        <ul aria-label="What is to be known" className="panel max-h-40 overflow-auto p-2">
          {diagnostics.slice(0, SHOWN).map((d, n) => (
            <li key={n} className="flex gap-2">
              <SeverityBadge severity={d.severity} />
              <span>
                {d.message}
                <span className="text-subtle">
                  {" "}
                  {d.file}
                  {d.line ? `:${d.line}` : ""}
                </span>
              </span>
            </li>
          ))}
          {diagnostics.length > SHOWN && (
            <li className="text-muted">and {diagnostics.length - SHOWN} more</li>
          )}
        </ul>
      )}
      {secrets.length > 0 && (
        <p className="text-muted">
          Credentials are taken out:{" "}
          {secrets.map((s) => (
            <code key={s.name} className="mr-2" title={s.place}>{`{{${s.name}}}`}</code>
          ))}
        </p>
      )}
    </div>
  );
}
