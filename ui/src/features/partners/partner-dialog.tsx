import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "@/api/client";
import type { Partner } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";

interface Props {
  projectId: string;
  partner: Partner | undefined;
  onClose: () => void;
}

/** Writes down who a partner is. */
export function PartnerDialog({ projectId, partner, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState(partner?.name ?? "");
  const [contact, setContact] = useState(partner?.contact ?? "");
  const [note, setNote] = useState(partner?.note ?? "");
  const path = `/projects/${projectId}/partners`;
  const keep = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), contact, note };
      return partner ? api.put(`${path}/${partner.id}`, body) : api.post(path, body);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["partner", projectId] }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(is) => !is && onClose()}
      title={partner ? `Edit ${partner.name}` : "New partner"}
    >
      <form className="flex flex-col gap-3" onSubmit={submit} aria-label="Partner">
        <label className="flex flex-col gap-1">
          Name
          <input
            className="field"
            required
            maxLength={200}
            autoComplete="off"
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        </label>
        <label className="flex flex-col gap-1">
          Contact
          <input
            className="field"
            maxLength={500}
            placeholder="Whom to write to"
            value={contact}
            onChange={(e) => setContact(e.target.value)}
          />
        </label>
        <label className="flex flex-col gap-1">
          Note, for your own people only
          <textarea
            className="field py-1"
            rows={3}
            maxLength={10_000}
            value={note}
            onChange={(e) => setNote(e.target.value)}
          />
        </label>
        {keep.error && <ErrorState error={keep.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={keep.isPending || name.trim() === ""}>
            {partner ? "Keep" : "Add"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
