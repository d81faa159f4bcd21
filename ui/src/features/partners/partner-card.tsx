import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { saveMade } from "@/api/save";
import type { Partner } from "@/api/types";
import { viewAs } from "@/api/view-as";
import { useGo } from "@/lib/address";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { NavLink } from "@/ui/nav-link";
import { PartnerMore } from "./partner-more";

interface Props {
  projectId: string;
  partner: Partner;
  onEdit: () => void;
}

/** One partner: what went there, what came back, and what can be done. */
export function PartnerCard({ projectId, partner, onEdit }: Props) {
  const { id, name, contact, note, sentAt, receivedAt } = partner;
  const client = useQueryClient();
  const go = useGo();
  const [asking, setAsking] = useState(false);
  const [more, setMore] = useState<"contents" | "variables" | null>(null);
  const path = `/projects/${projectId}/partners/${id}`;
  const shared = {
    onSettled: () => client.invalidateQueries({ queryKey: ["partner", projectId] }),
    onError: (error: Error) => toast.error(error.message),
  };
  const make = useMutation({
    mutationFn: () => saveMade(`${path}/bundle`),
    ...shared,
    onSuccess: (file) => {
      if (!file) return;
      toast.success(`${file.name} is made`, {
        description: `Send it to ${name}, and tell them the fingerprint by another way.`,
      });
    },
  });
  const remove = useMutation({ mutationFn: () => api.del(path), ...shared });
  const look = () => {
    viewAs({ projectId, partnerId: id, name });
    client.resetQueries();
    go(`/projects/${projectId}`);
  };
  const fold = (what: "contents" | "variables") => setMore(more === what ? null : what);
  return (
    <article aria-label={name} className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="min-w-0 break-words">{name}</h3>
        {contact && <span className="min-w-0 break-all text-muted">{contact}</span>}
      </div>
      {note && <p className="whitespace-pre-line">{note}</p>}
      <p className="text-muted">
        {sentAt ? `Bundle made ${dateTime(sentAt)}` : "No bundle made yet"}
        {" · "}
        {receivedAt ? (
          <>
            results of {dateTime(receivedAt)},{" "}
            <NavLink className="underline" to={`/projects/${projectId}/traces?partner=${id}`}>
              their traces
            </NavLink>
          </>
        ) : (
          "no results yet"
        )}
      </p>
      {partner.fingerprint && (
        <p className="text-muted">
          Signs with <code>{partner.fingerprint}</code>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => make.mutate()}
          disabled={make.isPending}
          aria-label={`Make bundle for ${name}`}
        >
          {make.isPending ? "Making…" : "Make bundle"}
        </Button>
        <Button onClick={look} aria-label={`View as partner ${name}`}>
          View as partner
        </Button>
        <Button
          aria-expanded={more === "contents"}
          onClick={() => fold("contents")}
          aria-label={`What they see: ${name}`}
        >
          What they see
        </Button>
        <Button
          aria-expanded={more === "variables"}
          onClick={() => fold("variables")}
          aria-label={`Variables of ${name}`}
        >
          Variables
        </Button>
        <Button look="ghost" onClick={onEdit} aria-label={`Edit ${name}`}>
          Edit
        </Button>
        <Button look="ghost" onClick={() => setAsking(true)} aria-label={`Delete ${name}`}>
          Delete
        </Button>
      </div>
      {more && <PartnerMore projectId={projectId} partner={partner} what={more} />}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${name}?`}
        description="Its variables go with it; its traces stay. Results that it sends later are refused."
        action="Delete"
        onConfirm={() => remove.mutate()}
      />
    </article>
  );
}
