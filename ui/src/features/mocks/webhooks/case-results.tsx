import type { CaseResult } from "@/api/types";
import { Badge } from "@/ui/badge";
import { NavLink } from "@/ui/nav-link";
import { Said } from "@/ui/said";
import { labelOf } from "./cases";

const WANTED = { accept: "2xx", refuse: "4xx", acceptOrRefuse: "2xx or 4xx" } as const;

/** What the receiver did in each case, and what a right one does. */
export function CaseResults({ results, projectId }: { results: CaseResult[]; projectId: string }) {
  return (
    <ul aria-label="What the receiver did" className="mt-4 border-t border-line">
      {results.map((result) => (
        <li key={result.case} className="flex flex-col gap-1 border-b border-line py-2">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-medium">{labelOf(result.case)}</span>
            {result.passed == null ? (
              <Badge tone="neutral">left out</Badge>
            ) : (
              <Badge tone={result.passed ? "ok" : "err"}>
                {result.passed ? "passed" : "failed"}
              </Badge>
            )}
            <span className="flex flex-wrap gap-x-3 text-muted md:ml-auto">
              {result.attempts.map((attempt) => (
                <span key={attempt.traceId}>
                  <NavLink
                    to={`/projects/${projectId}/traces/${attempt.traceId}`}
                    className="underline"
                  >
                    {attempt.status ?? "no answer"}
                  </NavLink>{" "}
                  wanted {WANTED[attempt.expected]}
                </span>
              ))}
            </span>
          </span>
          {result.wrong && (
            <span className="text-error first-letter:uppercase">
              <Said>{result.wrong}</Said>
            </span>
          )}
          {result.passed == null && (
            <span className="text-muted">
              Without a signature, or without a time in it, nobody could tell such a delivery.
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
