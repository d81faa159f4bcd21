import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { type ApiFailure, api } from "@/api/client";
import type { MockBehaviour as Behaviour, Mock } from "@/api/types";
import { SeverityBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Editor } from "@/ui/editor";
import { Said } from "@/ui/said";
import { Loaded } from "@/ui/states";
import { useAssist } from "./behaviour/use-assist";

/** How long after the last key the file is checked, in milliseconds. */
const PAUSE = 250;
const EXAMPLE = `# What this mock does beyond its description. It holds as soon as it is saved.
latency: { p50: 20ms, p95: 200ms, p99: 1s }
faults:
  - { fault: { status: 503 }, share: 0.05 }
`;

/** The behaviour file of a mock: latency, faults, quotas, credentials, scenarios and rules. */
export function MockBehaviour({ mock }: { mock: Mock }) {
  const path = `/projects/${mock.projectId}/mocks/${mock.id}/behaviour`;
  const behaviour = useQuery({
    queryKey: ["mock", mock.projectId, mock.id, "behaviour"],
    queryFn: ({ signal }) => api.get<Behaviour>(path, signal),
  });
  return (
    <Loaded query={behaviour} rows={6}>
      {(kept) => <BehaviourEditor mock={mock} path={path} kept={kept} />}
    </Loaded>
  );
}

function BehaviourEditor(props: { mock: Mock; path: string; kept: Behaviour }) {
  const { mock, path, kept } = props;
  const client = useQueryClient();
  const [text, setText] = useState(kept.text);
  const checked = useChecked(path, text, kept);
  const assist = useAssist(mock.projectId);
  const save = useMutation({
    mutationFn: () => api.put<Behaviour>(path, { text }),
    onSuccess: (saved) => {
      client.setQueryData(["mock", mock.projectId, mock.id, "behaviour"], saved);
      toast.success(mock.state === "running" ? "Saved; it holds from now on" : "Saved");
    },
    onError: (error: ApiFailure) => toast.error(error.message, { description: error.hint }),
  });
  return (
    <div className="mt-3">
      <div className="h-72 overflow-hidden rounded-md border border-line">
        <Editor
          label="Behaviour file"
          value={text}
          language="yaml"
          onChange={setText}
          assist={assist}
          markers={checked.map((p) => ({
            severity: p.severity,
            message: p.message,
            line: p.line ?? 1,
            column: p.column ?? 1,
            endLine: p.line ?? 1,
            endColumn: 1000,
          }))}
        />
      </div>
      <p className="mt-1 text-muted">
        Ctrl Space shows what can stand at the cursor; point at a word to read what it means.
      </p>
      <ul aria-label="Problems of the behaviour file">
        {checked.map((p) => (
          <li key={`${p.line} ${p.message}`} className="mt-1 break-words">
            <SeverityBadge severity={p.severity} /> line {p.line ?? 1}: <Said>{p.message}</Said>
          </li>
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          look="primary"
          onClick={() => save.mutate()}
          disabled={save.isPending || text === kept.text}
        >
          Save the behaviour
        </Button>
        {text.trim() === "" && (
          <Button onClick={() => setText(EXAMPLE)}>Begin with an example</Button>
        )}
      </div>
    </div>
  );
}

/** What is wrong with the text, once the keys have rested. */
function useChecked(path: string, text: string, kept: Behaviour): Behaviour["problems"] {
  const [problems, setProblems] = useState(kept.problems);
  useEffect(() => {
    const gone = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = await api.post<Behaviour>(`${path}/check`, { text }, gone.signal);
        setProblems(found.problems);
      } catch {
        // Asked again at the next key; saving tells what is wrong in any case.
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [path, text]);
  return problems;
}
