import type { RequestFolder } from "@/api/types";
import { SeverityBadge } from "@/ui/badge";

/** How much of a list is shown. */
const SHOWN = 100;

/** What is wrong with a folder of requests, and what has changed on both sides. */
export function FolderReport({ folder }: { folder: RequestFolder }) {
  const { conflicts, error, path, problems } = folder;
  return (
    <>
      <p className="font-mono text-xs break-all">{path}</p>
      {error && (
        <p role="alert" className="text-error">
          {error}
        </p>
      )}
      {conflicts.length > 0 && (
        <section aria-label="Changed on both sides">
          <h3 className="mb-1 font-medium">Changed on both sides: both are kept</h3>
          <ul className="panel max-h-48 overflow-auto p-2">
            {conflicts.slice(0, SHOWN).map((conflict) => (
              <li key={`${conflict.file} ${conflict.message}`} className="py-1 break-words">
                {conflict.message}
              </li>
            ))}
          </ul>
          <p className="mt-1 text-muted">
            Delete or rename the version that you do not need; then there is nothing left to decide.
          </p>
        </section>
      )}
      {problems.length > 0 && (
        <section aria-label="Files that cannot be read">
          <h3 className="mb-1 font-medium">Not read, and not written over</h3>
          <ul className="panel max-h-48 overflow-auto p-2">
            {problems.slice(0, SHOWN).map((problem, n) => (
              <li key={n} className="flex items-start gap-2 py-1">
                <SeverityBadge severity={problem.severity} />
                <span className="min-w-0 break-words">
                  <span className="font-mono text-xs">
                    {problem.file}
                    {problem.line ? `:${problem.line}` : ""}
                  </span>{" "}
                  {problem.message}
                </span>
              </li>
            ))}
            {problems.length > SHOWN && (
              <li className="text-muted">and {problems.length - SHOWN} more</li>
            )}
          </ul>
        </section>
      )}
      {!error && conflicts.length === 0 && problems.length === 0 && (
        <p className="text-muted">Both sides are the same.</p>
      )}
    </>
  );
}
