import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { useEnvironments } from "@/api/queries/environments";
import type { Trace, TraceDetail } from "@/api/types";
import { dateTime, millis, plural } from "@/lib/format";
import { BackButton } from "@/ui/back-button";
import { StatusBadge } from "@/ui/badge";
import { differencesOfBodies, MOST, textOfBody } from "@/ui/body/json-difference";
import { Dialog } from "@/ui/dialog";
import { DifferenceTable } from "@/ui/difference-table";
import { Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { TraceComparison } from "@/ui/trace-comparison";
import { placeOf } from "../history/history-rows";

interface Props {
  projectId: string;
  trace: TraceDetail;
  onClose: () => void;
}

/** Compares an answer with an earlier one of the same operation, or with JSON that is pasted. */
export default function CompareDialog({ projectId, trace, onClose }: Props) {
  const [tab, setTab] = useState("earlier");
  const [other, setOther] = useState("");
  const [pasted, setPasted] = useState("");
  const earlier = (
    <div className="pt-3">
      {other ? (
        <>
          <BackButton onClick={() => setOther("")}>Another answer</BackButton>
          <TraceComparison projectId={projectId} left={other} right={trace.id} />
        </>
      ) : (
        <Earlier projectId={projectId} trace={trace} onChoose={setOther} />
      )}
    </div>
  );
  return (
    <Dialog open onOpenChange={onClose} title="Compare the answer" wide dirty={false}>
      <Tabs
        label="What to compare with"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "earlier", label: "An earlier answer", content: earlier },
          {
            id: "pasted",
            label: "Pasted JSON",
            content: (
              <div className="pt-3">
                <textarea
                  className="field h-32 py-2 font-mono text-xs"
                  aria-label="JSON to compare with"
                  placeholder="Paste the body that is expected"
                  value={pasted}
                  onChange={(e) => setPasted(e.target.value)}
                />
                {pasted.trim() && <Against pasted={pasted} trace={trace} />}
              </div>
            ),
          },
        ]}
      />
    </Dialog>
  );
}

interface EarlierProps {
  projectId: string;
  trace: TraceDetail;
  onChoose: (id: string) => void;
}

function Earlier({ projectId, trace, onChoose }: EarlierProps) {
  const environments = useEnvironments(projectId);
  const names = new Map(environments.data?.map((e) => [e.id, e.name]));
  const path = `/projects/${projectId}/traces?limit=50&source=playground&operationId=${trace.operationId}`;
  const sent = useQuery({
    queryKey: ["sent", projectId, "of", trace.operationId],
    queryFn: ({ signal }) => api.get<{ items: Trace[] }>(path, signal),
    select: (page) => page.items.filter((t) => t.id !== trace.id),
  });
  return (
    <Loaded query={sent}>
      {(items) =>
        items.length === 0 ? (
          <p className="text-muted">This operation was sent only once. Send it again to compare.</p>
        ) : (
          <ul aria-label="Earlier answers" className="divide-y divide-line">
            {items.map((item) => (
              <li key={item.id}>
                <button
                  type="button"
                  onClick={() => onChoose(item.id)}
                  className="row w-full flex-wrap py-1 text-left hover:bg-sunken"
                >
                  <StatusBadge status={item.status} />
                  <span className="truncate-line min-w-0 flex-1 font-mono text-xs">
                    {item.path}
                  </span>
                  <span className="text-muted">{placeOf(item, names)}</span>
                  <span className="text-muted">{millis(item.durationMs)}</span>
                  <span className="text-muted">{dateTime(item.startedAt)}</span>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Against({ pasted, trace }: { pasted: string; trace: TraceDetail }) {
  const found = differencesOfBodies(pasted.trim(), textOfBody(trace.response));
  return (
    <div aria-live="polite">
      <h3 className="mt-3">
        {found.length === 0
          ? "They are the same."
          : `${plural(Math.min(found.length, MOST), "difference")}${found.length > MOST ? " and more" : ""}`}
      </h3>
      {found.length > 0 && (
        <DifferenceTable
          label="Differences"
          left="Pasted"
          right="The answer"
          rows={found.slice(0, MOST).map((d) => ({ ...d, part: "Body" }))}
        />
      )}
    </div>
  );
}
