import { Download, Upload } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { ExportDialog } from "./export-dialog";
import { ImportDialog } from "./import-dialog";

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
