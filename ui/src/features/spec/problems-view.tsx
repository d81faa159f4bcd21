import { useMemo, useState } from "react";
import { useProblems } from "@/api/queries/spec";
import { useFilters } from "@/lib/address";
import { plural } from "@/lib/format";
import { useNarrow } from "@/lib/narrow";
import { useShortcut } from "@/lib/shortcuts";
import { BackButton } from "@/ui/back-button";
import { Button } from "@/ui/button";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { ProblemList } from "./problem-list";
import { ProblemSource } from "./problem-source";

const SEVERITIES = ["error", "warning", "info", "hint"];

/** What is wrong with a description, and where. */
export function ProblemsView({ projectId, specId }: { projectId: string; specId: string }) {
  const [filters, setFilters] = useFilters();
  const problems = useProblems(projectId, specId);
  const narrow = useNarrow();
  // Opening a problem puts the cursor there; J and K only show it.
  const [cursor, setCursor] = useState(true);
  const all = useMemo(() => problems.data ?? [], [problems.data]);
  const shown = useMemo(
    () => all.filter((p) => !filters.severity || p.severity === filters.severity),
    [all, filters.severity],
  );
  const at = filters.problem ? Number(filters.problem) : -1;
  const chosen = shown[at];
  const open = (number: number, withCursor: boolean) => {
    setCursor(withCursor);
    setFilters({ problem: String(number) });
  };
  useShortcut("next-problem", () => open((at + 1) % shown.length, true), shown.length > 0);
  const list = (
    <>
      <div role="group" aria-label="Severity" className="flex flex-wrap gap-1 p-2">
        {SEVERITIES.map((severity) => {
          const count = all.filter((p) => p.severity === severity).length;
          const on = filters.severity === severity;
          return count === 0 && !on ? null : (
            <Button
              key={severity}
              look={on ? "primary" : "plain"}
              aria-pressed={on}
              onClick={() => setFilters({ severity: on ? "" : severity, problem: "" })}
            >
              {plural(count, severity)}
            </Button>
          );
        })}
      </div>
      <Loaded query={problems}>
        {() =>
          shown.length > 0 ? (
            <ProblemList
              problems={shown}
              chosen={at}
              onOpen={(number) => open(number, true)}
              onMove={narrow ? undefined : (number) => open(number, false)}
              place={{ projectId, specId }}
            />
          ) : (
            <EmptyState>No problem is of severity {filters.severity}.</EmptyState>
          )
        }
      </Loaded>
    </>
  );
  if (problems.data?.length === 0) return <EmptyState>No problem was found.</EmptyState>;
  return (
    <div className="flex h-full min-h-0">
      <SplitPane
        id="problems"
        initial={460}
        listLabel="Problems"
        detailLabel="Source"
        list={list}
        detail={
          chosen ? (
            <>
              {narrow && (
                <BackButton onClick={() => setFilters({ problem: "" })}>All problems</BackButton>
              )}
              <ProblemSource
                projectId={projectId}
                specId={specId}
                problem={chosen}
                withCursor={cursor}
              />
            </>
          ) : narrow ? undefined : (
            <EmptyState>Choose a problem to see its place.</EmptyState>
          )
        }
      />
    </div>
  );
}
