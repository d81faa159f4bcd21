import { useTraceExplanation } from "@/api/queries/traces";
import type { TraceDetail, TraceExplanation } from "@/api/types";
import { NavLink } from "@/ui/nav-link";
import { Said } from "@/ui/said";
import { Loaded } from "@/ui/states";

type Finding = TraceExplanation["findings"][number];

interface Props {
  projectId: string;
  trace: TraceDetail;
}

/** Why an exchange ended as it did: what was found, what shows it, what to do next. */
export function Explanation({ projectId, trace }: Props) {
  const explained = useTraceExplanation(projectId, trace.id);
  return (
    <div className="p-3">
      <Loaded query={explained} rows={3}>
        {(found) => (
          <>
            <p>
              <Said>{found.summary}</Said>
            </p>
            <ol className="mt-2 flex flex-col gap-3">
              {found.findings.map((finding) => (
                <li
                  key={`${finding.rule}${finding.message}`}
                  className="rounded-md border border-line p-3"
                >
                  <h3 className="font-medium">
                    <Said>{finding.message}</Said>
                  </h3>
                  <ul className="mt-1 list-disc pl-5 text-muted">
                    {finding.evidence.map((line) => (
                      <li key={line} className="break-words">
                        <Said>{line}</Said>
                      </li>
                    ))}
                  </ul>
                  <p className="mt-2">
                    <b>Next:</b> {finding.nextStep}
                  </p>
                  <Place projectId={projectId} trace={trace} finding={finding} />
                </li>
              ))}
            </ol>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Place({ projectId, trace, finding }: Props & { finding: Finding }) {
  const base = `/projects/${projectId}`;
  const operation = trace.operationId;
  const places = {
    credentials: [`${base}/environments`, "Set credentials"],
    mocks: [`${base}/mocks`, "Open the mocks"],
    spec: [`${base}/spec${operation ? `?operation=${operation}` : ""}`, "Open the description"],
    traces: [`${base}/traces?operation=${operation ?? ""}`, "Other traces of this endpoint"],
    playground: operation
      ? [`${base}/playground?operation=${operation}&trace=${trace.id}`, "Open in playground"]
      : undefined,
  } as const;
  const place = finding.place ? places[finding.place] : undefined;
  if (!place) return null;
  return (
    <p className="mt-1">
      <NavLink to={place[0]} className="text-link underline">
        {place[1]}
      </NavLink>
    </p>
  );
}
