import { toast } from "sonner";
import { api } from "@/api/client";

interface Props {
  projectId: string;
  query: string;
  disabled: boolean;
}

const KINDS = { csv: "CSV table", ndjson: "NDJSON", har: "HAR archive" } as const;

/** Saves the traces that the filters fit as a file. */
export function ExportMenu({ projectId, query, disabled }: Props) {
  const save = async (format: keyof typeof KINDS) => {
    try {
      const path = `/projects/${projectId}/traces/export?format=${format}${query && `&${query}`}`;
      const found = await api.get<unknown>(path);
      const text = typeof found === "string" ? found : JSON.stringify(found);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text]));
      link.download = `traces.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
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
