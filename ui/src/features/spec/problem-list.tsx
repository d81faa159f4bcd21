import { useSourceFile } from "@/api/queries/spec";
import type { Diagnostic } from "@/api/types";
import { SeverityBadge } from "@/ui/badge";
import { RowList } from "@/ui/row-list";
import { Said } from "@/ui/said";
import { Loaded } from "@/ui/states";

interface Place {
  projectId: string;
  specId: string;
}

interface Props {
  problems: Diagnostic[];
  chosen: number;
  onOpen: (number: number) => void;
  onMove?: (number: number) => void;
  place: Place;
}

const where = ({ file, line }: Diagnostic) => `${file ?? ""}${line ? `:${line}` : ""}`;

/** What is wrong, one after the other. */
export function ProblemList({ problems, chosen, onOpen, onMove, place }: Props) {
  return (
    <RowList
      label="Problems"
      rows={problems}
      height={56}
      wraps
      chosen={chosen}
      onOpen={(_, number) => onOpen(number)}
      onMove={onMove && ((_, number) => onMove(number))}
      peek={(problem) => ({
        title: problem.code,
        content: <ProblemPeek problem={problem} {...place} />,
      })}
    >
      {(problem) => (
        <>
          <SeverityBadge severity={problem.severity} />{" "}
          <span className="break-words">
            <Said>{problem.message}</Said>
          </span>
          <span className="truncate-line block text-subtle" title={problem.pointer ?? undefined}>
            {where(problem)} · {problem.code} <code>{problem.pointer}</code>
          </span>
        </>
      )}
    </RowList>
  );
}

/** The lines around a problem. */
function ProblemPeek({ problem, projectId, specId }: Place & { problem: Diagnostic }) {
  const file = useSourceFile(projectId, specId, problem.file ?? undefined);
  const line = problem.line ?? 1;
  const from = Math.max(line - 4, 0);
  return (
    <>
      <SeverityBadge severity={problem.severity} />
      <p className="mt-1 break-words">
        <Said>{problem.message}</Said>
      </p>
      <p className="break-all text-subtle">{where(problem)}</p>
      {problem.file && (
        <Loaded query={file} rows={4}>
          {(text) => (
            <pre className="mt-2 overflow-auto rounded-md bg-sunken p-2">
              {text
                .split("\n", line + 3)
                .slice(from)
                .map((content, n) => (
                  <span
                    key={n}
                    className={`block ${from + n + 1 === line ? "bg-selected text-fg" : "text-muted"}`}
                  >
                    {String(from + n + 1).padStart(4)} {content.slice(0, 400)}
                  </span>
                ))}
            </pre>
          )}
        </Loaded>
      )}
    </>
  );
}
