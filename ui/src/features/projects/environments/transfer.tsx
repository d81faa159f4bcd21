import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Download, Upload } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { EnvironmentsBundle, EnvironmentsFile, ImportedEnvironments } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";

/** Takes environments out as a file, and in again. */
export function Transfer({ projectId }: { projectId: string }) {
  const [open, setOpen] = useState<"export" | "import" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Button onClick={() => setOpen("export")}>
        <Download size={14} aria-hidden /> Export…
      </Button>
      <Button onClick={() => setOpen("import")}>
        <Upload size={14} aria-hidden /> Import…
      </Button>
      {open === "export" && <ExportDialog projectId={projectId} onClose={close} />}
      {open === "import" && <ImportDialog projectId={projectId} onClose={close} />}
    </>
  );
}

interface Props {
  projectId: string;
  onClose: () => void;
}

function save(name: string, text: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function ExportDialog({ projectId, onClose }: Props) {
  const [secrets, setSecrets] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const path = `/projects/${projectId}/environments/export`;
  const run = useMutation({
    mutationFn: async () => {
      if (secrets) {
        const { bundle } = await api.post<EnvironmentsBundle>(path, { passphrase });
        return save("environments.age", bundle);
      }
      const file = await api.get<EnvironmentsFile>(path);
      return save("environments.json", `${JSON.stringify(file, null, 2)}\n`);
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <Dialog open onOpenChange={(is) => !is && onClose()} title="Export environments">
      <form className="flex flex-col gap-3" onSubmit={submit} aria-label="Export">
        <p className="text-muted">
          All environments and variables of this project, as a file. Sign-ins stay here.
        </p>
        <label className="row">
          <input type="checkbox" checked={secrets} onChange={(e) => setSecrets(e.target.checked)} />
          Take the secrets along, encrypted with a passphrase
        </label>
        {secrets && (
          <label className="flex flex-col gap-1">
            Passphrase, at least 12 characters
            <input
              className="field"
              type="password"
              autoComplete="new-password"
              required
              minLength={12}
              value={passphrase}
              onChange={(e) => setPassphrase(e.target.value)}
            />
          </label>
        )}
        {run.error && <ErrorState error={run.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={run.isPending}>
            {run.isPending ? "Exporting…" : "Export"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ImportDialog({ projectId, onClose }: Props) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [sealed, setSealed] = useState(false);
  const [passphrase, setPassphrase] = useState("");
  const [replace, setReplace] = useState(false);
  const run = useMutation({
    mutationFn: async () => {
      const text = (await file?.text()) ?? "";
      const what = sealed ? { bundle: text, passphrase } : { file: JSON.parse(text) };
      const path = `/projects/${projectId}/environments/import`;
      return api.post<ImportedEnvironments>(path, { ...what, replace });
    },
    onSettled: () => {
      client.invalidateQueries({ queryKey: ["environment", projectId] });
      client.invalidateQueries({ queryKey: ["variable", projectId] });
    },
    onSuccess: (done) => {
      const { created, replaced, kept } = done;
      toast.success(
        `${created.length} new, ${replaced.length} replaced, ${kept.length} left as they are, ${done.secrets} secrets`,
      );
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  const choose = async (chosen: File | null) => {
    setFile(chosen);
    setSealed((await chosen?.slice(0, 40).text())?.includes("BEGIN AGE") ?? false);
  };
  return (
    <Dialog open onOpenChange={(is) => !is && onClose()} title="Import environments">
      <form className="flex flex-col gap-3" onSubmit={submit} aria-label="Import">
        <label className="flex flex-col gap-1">
          File of an export
          <input
            className="field py-1"
            type="file"
            accept=".json,.age"
            required
            onChange={(e) => void choose(e.target.files?.[0] ?? null)}
          />
        </label>
        {sealed && (
          <label className="flex flex-col gap-1">
            Passphrase of the bundle
            <input
              className="field"
              type="password"
              autoComplete="off"
              required
              value={passphrase}
              onChange={(e) => setPassphrase(e.target.value)}
            />
          </label>
        )}
        <label className="row">
          <input type="checkbox" checked={replace} onChange={(e) => setReplace(e.target.checked)} />
          Write anew what is there by the same name
        </label>
        {run.error && <ErrorState error={run.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={!file || run.isPending}>
            {run.isPending ? "Importing…" : "Import"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
