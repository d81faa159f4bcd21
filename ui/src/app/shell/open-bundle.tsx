import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { type BundleFile, openBundle } from "@/api/queries/partners";
import type { OpenedBundle as Opened } from "@/api/types";
import { useGo } from "@/lib/address";
import { plural } from "@/lib/format";
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
      const to = `/projects/${opened.projectId}`;
      toast.success(opened.taken ? told(opened, opened.taken) : `${opened.space} is open`);
      go(opened.taken ? `${to}/traces?partner=${opened.taken.partnerId}` : to);
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

function told({ partner }: Opened, taken: NonNullable<Opened["taken"]>): string {
  const { added, known } = taken;
  if (added === 0 && known > 0) return `All traces of ${partner} were here already: ${known}`;
  const here = known > 0 ? `, ${known} were here already` : "";
  return `${plural(added, "trace")} of ${partner} taken${here}`;
}

function name(seen: { kind: string; projectId: string | null } | undefined): string {
  if (!seen) return "Open";
  if (seen.kind === "results") return "Take the results";
  return seen.projectId ? "Bring the project up to date" : "Open as a project";
}
