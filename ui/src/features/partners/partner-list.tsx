import { FileDown, Plus } from "lucide-react";
import { useState } from "react";
import type { Partner } from "@/api/types";
import { runCommand } from "@/lib/shortcuts";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/states";
import { PartnerCard } from "./partner-card";
import { PartnerDialog } from "./partner-dialog";

interface Props {
  projectId: string;
  partners: Partner[];
}

/** The partners of a project, each with what goes to it and comes back. */
export function PartnerList({ projectId, partners }: Props) {
  const [writing, setWriting] = useState<Partner | "new" | null>(null);
  return (
    <section aria-label="Partners" className="panel flex min-w-0 flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto">Partners</h2>
        <Button onClick={() => runCommand("open-bundle")}>
          <FileDown size={14} aria-hidden /> Take results…
        </Button>
        <Button look="primary" onClick={() => setWriting("new")}>
          <Plus size={14} aria-hidden /> New partner
        </Button>
      </div>
      {partners.length === 0 && (
        <EmptyState
          action={<Button onClick={() => setWriting("new")}>Add the first partner</Button>}
        >
          A partner gets one signed file with the description, notes, environments and templates,
          works offline with it, and sends results back the same way.
        </EmptyState>
      )}
      {partners.map((partner) => (
        <PartnerCard
          key={partner.id}
          projectId={projectId}
          partner={partner}
          onEdit={() => setWriting(partner)}
        />
      ))}
      {writing && (
        <PartnerDialog
          projectId={projectId}
          partner={writing === "new" ? undefined : writing}
          onClose={() => setWriting(null)}
        />
      )}
    </section>
  );
}
