import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { saveMade } from "@/api/save";
import type { OpenedSpace } from "@/api/types";
import { dateTime } from "@/lib/format";
import { runCommand } from "@/lib/shortcuts";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Markdown } from "@/ui/markdown";
import { ErrorState } from "@/ui/states";
import { Variables } from "@/ui/variables";

interface Props {
  projectId: string;
  space: OpenedSpace;
}

/** The space of a vendor: what they say, what is ours to set, and the way back to them. */
export function SpacePanel({ projectId, space }: Props) {
  const [sending, setSending] = useState(false);
  return (
    <>
      <section aria-label="Partner space" className="panel min-w-0 p-4 lg:col-span-2">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto">From {space.vendor}</h2>
          <Button onClick={() => runCommand("open-bundle")}>Open a newer bundle…</Button>
          <Button look="primary" onClick={() => setSending(true)}>
            Send results…
          </Button>
        </div>
        <p className="mt-1 text-muted">
          Bundle {space.number} of {dateTime(space.madeAt)}, for {space.partnerName}. Signed with{" "}
          <code>{space.fingerprint}</code>. Description and environments are theirs; secrets,
          values, requests and mocks are yours.
        </p>
        {space.notes && (
          <div className="mt-3">
            <Markdown>{space.notes}</Markdown>
          </div>
        )}
      </section>
      <div className="min-w-0 lg:col-span-2">
        <Variables
          projectId={projectId}
          partnerId={space.partnerId}
          title="Your values"
          about="They come before all others in what you send, and stay on this machine."
          wanted={space.toSet}
        />
      </div>
      {sending && (
        <ResultsDialog projectId={projectId} space={space} onClose={() => setSending(false)} />
      )}
    </>
  );
}

function ResultsDialog({ projectId, space, onClose }: Props & { onClose: () => void }) {
  const [note, setNote] = useState("");
  const make = useMutation({
    mutationFn: () => saveMade(`/projects/${projectId}/results`, { note }),
    onSuccess: (file) => {
      if (!file) return;
      toast.success(`${file.name} is made`, { description: `Send it to ${space.vendor}.` });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(is) => !is && onClose()}
      title={`Send results to ${space.vendor}`}
      description="Makes one signed file of this project's traces, with secrets masked as they are here. It goes nowhere by itself."
    >
      <form className="flex flex-col gap-3" aria-label="Results" onSubmit={submit}>
        <label className="flex flex-col gap-1">
          What to say
          <textarea
            className="field py-1"
            rows={4}
            maxLength={10_000}
            placeholder="What works, and where you are stuck"
            value={note}
            onChange={(e) => setNote(e.target.value)}
          />
        </label>
        {make.error && <ErrorState error={make.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={make.isPending}>
            {make.isPending ? "Making…" : "Make the file"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
