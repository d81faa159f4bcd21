import { toast } from "sonner";
import { saveAnswer } from "@/api/save";
import { useViewAs } from "@/api/view-as";

interface Props {
  projectId: string;
  query: string;
  disabled: boolean;
}

const KINDS = { csv: "CSV table", ndjson: "NDJSON", har: "HAR archive" } as const;

/** Saves the traces that the filters fit as a file. */
export function ExportMenu({ projectId, query, disabled }: Props) {
  const as = useViewAs((view) => view.as);
  const save = async (format: keyof typeof KINDS) => {
    try {
      const asked = new URLSearchParams(query);
      asked.set("format", format);
      // An address carries no header that says as whom one looks.
      if (as?.projectId === projectId) asked.set("partnerId", as.partnerId);
      await saveAnswer(`/projects/${projectId}/traces/export?${asked}`, `traces.${format}`);
    } catch (error) {
      toast.error(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <select
      className="field w-auto"
      aria-label="Export"
      value=""
      disabled={disabled}
      onChange={(e) => void save(e.target.value as keyof typeof KINDS)}
    >
      <option value="">Export</option>
      {Object.entries(KINDS).map(([kind, shown]) => (
        <option key={kind} value={kind}>
          {shown}
        </option>
      ))}
    </select>
  );
}
