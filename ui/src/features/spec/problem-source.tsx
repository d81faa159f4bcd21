import { useMemo } from "react";
import { useSourceFile } from "@/api/queries/spec";
import type { Diagnostic } from "@/api/types";
import { Editor } from "@/ui/editor";
import { EmptyState, Loaded } from "@/ui/states";

interface Props {
  projectId: string;
  specId: string;
  problem: Diagnostic;
  /** Whether the cursor goes to the place too. */
  withCursor: boolean;
}

/** The file that a problem is in, at its line. */
export function ProblemSource({ projectId, specId, problem, withCursor }: Props) {
  const name = problem.file ?? undefined;
  const file = useSourceFile(projectId, specId, name);
  const place = useMemo(
    () =>
      problem.line
        ? { line: problem.line, column: problem.column ?? 1, quietly: !withCursor }
        : null,
    [problem, withCursor],
  );
  if (!name) return <EmptyState>This problem is about the description as a whole.</EmptyState>;
  return (
    <Loaded query={file}>
      {(text) => (
        <div className="min-h-96 flex-1">
          <Editor
            key={name}
            label={`Source of ${name}`}
            value={text}
            language={name.endsWith("json") ? "json" : "yaml"}
            readOnly
            reveal={place}
          />
        </div>
      )}
    </Loaded>
  );
}
