import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { type BundleFile, openBundle } from "@/api/partner-queries";
import { useGo } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState, Skeleton } from "@/ui/states";
import { BundleView } from "./bundle-view";

interface Props {
  file: BundleFile | null;
  close: () => void;
}

/** Looks into a bundle, and opens it once a person says so. */
export default function OpenBundle({ file: given, close }: Props) {
  const [file, setFile] = useState(given);
  const [trust, setTrust] = useState(false);
  const client = useQueryClient();
  const go = useGo();
  const look = useMutation({ mutationFn: (of: BundleFile) => openBundle(of, { dryRun: true }) });
  const open = useMutation({
    mutationFn: (of: BundleFile) => openBundle(of, { trustNewKey: trust }),
    onSuccess: (opened) => {
      client.invalidateQueries();
      close();
      toast.success(
        opened.kind === "results"
          ? `Results of ${opened.partner} are among the traces`
          : `${opened.space} is open`,
      );
      const to = `/projects/${opened.projectId}`;
      go(opened.kind === "results" ? `${to}/traces` : to);
    },
  });
  const { mutate } = look;
  useEffect(() => {
    if (file) mutate(file);
  }, [file, mutate]);
  const seen = look.data;
  return (
    <Dialog
      open
      onOpenChange={(is) => !is && close()}
      title={file ? file.name : "Open a bundle"}
      description="A signed file, made by Fairlead: a vendor's space for you, or a partner's results."
      wide
    >
      <label className="flex flex-col gap-1">
        <span className={file ? "sr-only" : ""}>File, ending with .fairlead</span>
        <input
          className="field py-1"
          type="file"
          accept=".fairlead"
          onChange={async (event) => {
            const chosen = event.target.files?.[0];
            if (!chosen) return;
            const bytes = new Uint8Array(await chosen.arrayBuffer());
            setTrust(false);
            open.reset();
            setFile({ name: chosen.name, bytes });
          }}
        />
      </label>
      {look.isPending && <Skeleton rows={3} />}
      {look.error && <ErrorState error={look.error} />}
      {seen && <BundleView bundle={seen} />}
      {seen?.signer === "changed" && (
        <label className="row mt-3">
          <input type="checkbox" checked={trust} onChange={(e) => setTrust(e.target.checked)} />I
          have asked {seen.madeBy}: this is their new fingerprint
        </label>
      )}
      {open.error && <ErrorState error={open.error} />}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button
          look="primary"
          disabled={!seen || !file || open.isPending || (seen.signer === "changed" && !trust)}
          onClick={() => file && open.mutate(file)}
        >
          {open.isPending ? "Opening…" : name(seen)}
        </Button>
      </div>
    </Dialog>
  );
}

function name(seen: { kind: string; projectId: string | null } | undefined): string {
  if (!seen) return "Open";
  if (seen.kind === "results") return "Take the results";
  return seen.projectId ? "Bring the project up to date" : "Open as a project";
}
