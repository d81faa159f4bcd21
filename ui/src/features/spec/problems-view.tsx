import { ArrowLeft } from "lucide-react";
import { useMemo } from "react";
import { useProblems, useSourceFile } from "@/api/queries";
import { useFilters } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { SeverityBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Editor } from "@/ui/editor";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";

const SEVERITIES = ["error", "warning", "info", "hint"];

/** What is wrong with a description, and where. */
export function ProblemsView({ projectId, specId }: { projectId: string; specId: string }) {
  const [filters, setFilters] = useFilters();
  const problems = useProblems(projectId, specId);
  const narrow = useNarrow();
  const shown = (problems.data ?? []).filter(
    (p) => !filters.severity || p.severity === filters.severity,
  );
  const chosen = filters.problem ? shown[Number(filters.problem)] : undefined;
  const file = useSourceFile(projectId, specId, chosen?.file ?? undefined);
  const place = useMemo(
    () => (chosen?.line ? { line: chosen.line, column: chosen.column ?? 1 } : null),
    [chosen?.line, chosen?.column],
  );
  const list = (
    <>
      <div className="flex flex-wrap gap-1 p-2">
        {SEVERITIES.map((severity) => {
          const count = (problems.data ?? []).filter((p) => p.severity === severity).length;
          const on = filters.severity === severity;
          return (
            <Button
              key={severity}
              look={on ? "primary" : "plain"}
              aria-pressed={on}
              onClick={() => setFilters({ severity: on ? "" : severity, problem: "" })}
            >
              {severity} {count}
            </Button>
          );
        })}
      </div>
      <Loaded query={problems}>
        {() =>
          shown.length === 0 ? (
            <EmptyState>
              No problem {filters.severity ? `of severity ${filters.severity}` : "was found"}.
            </EmptyState>
          ) : (
            <ul className="min-h-0 flex-1 divide-y divide-line overflow-auto">
              {shown.map((problem, n) => (
                <li key={`${problem.file}${problem.pointer}${problem.code}${problem.message}`}>
                  <button
                    type="button"
                    aria-current={String(n) === filters.problem}
                    onClick={() => setFilters({ problem: String(n) })}
                    className="w-full px-3 py-2 text-left hover:bg-sunken aria-[current=true]:bg-selected"
                  >
                    <SeverityBadge severity={problem.severity} />{" "}
                    <span className="break-words">{problem.message}</span>
                    <span className="block text-subtle">
                      {problem.file}
                      {problem.line ? `:${problem.line}` : ""}{" "}
                      <code className="break-all">{problem.pointer}</code> {problem.code}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
  return (
    <div className="flex h-full min-h-0">
      <SplitPane
        id="problems"
        initial={460}
        listLabel="Problems"
        detailLabel="Source"
        list={list}
        detail={
          chosen?.file ? (
            <>
              {narrow && (
                <Button
                  look="ghost"
                  className="self-start"
                  onClick={() => setFilters({ problem: "" })}
                >
                  <ArrowLeft size={14} aria-hidden /> All problems
                </Button>
              )}
              <Loaded query={file}>
                {(text) => (
                  <div className="min-h-96 flex-1">
                    <Editor
                      label={`Source of ${chosen.file}`}
                      value={text}
                      language={chosen.file?.endsWith("json") ? "json" : "yaml"}
                      readOnly
                      reveal={place}
                    />
                  </div>
                )}
              </Loaded>
            </>
          ) : narrow ? undefined : (
            <p className="p-4 text-muted">Choose a problem to see its place.</p>
          )
        }
      />
    </div>
  );
}
