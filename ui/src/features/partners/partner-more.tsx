import { usePartnerContents } from "@/api/queries/partners";
import type { Partner } from "@/api/types";
import { Contents } from "@/ui/space-contents";
import { Loaded } from "@/ui/states";
import { Variables } from "@/ui/variables";

interface Props {
  projectId: string;
  partner: Partner;
  what: "contents" | "variables";
}

/** What a bundle for a partner holds, or the variables that are its alone. */
export function PartnerMore({ projectId, partner, what }: Props) {
  if (what === "contents") return <Seen projectId={projectId} partnerId={partner.id} />;
  return (
    <Variables
      projectId={projectId}
      partnerId={partner.id}
      title={`Variables of ${partner.name}`}
      about="They come before all others in what this partner sends. Plain values travel in the bundle; of secret ones only the name does, and the partner sets them."
    />
  );
}

function Seen({ projectId, partnerId }: { projectId: string; partnerId: string }) {
  const contents = usePartnerContents(projectId, partnerId);
  return (
    <div className="rounded-md bg-sunken p-3">
      <Loaded query={contents} rows={3}>
        {(seen) => <Contents contents={seen} />}
      </Loaded>
    </div>
  );
}
