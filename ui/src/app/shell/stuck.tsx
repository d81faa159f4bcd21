import { useEffect } from "react";
import { toast } from "sonner";
import { usePartnerName } from "@/api/names";
import { useGo } from "@/lib/address";

interface Props {
  projectId: string;
  partnerId: string;
}

/** Says that a partner has become stuck, and leads to its traces. */
export default function Stuck({ projectId, partnerId }: Props) {
  const name = usePartnerName(projectId)(partnerId);
  const go = useGo();
  // The same toast again only changes its words: the name comes a moment later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `go` is made anew each time.
  useEffect(() => {
    toast.warning(`${name} is stuck: nothing for 24 hours after a failure.`, {
      id: `stuck-${partnerId}`,
      duration: 60_000,
      closeButton: true,
      action: {
        label: "Show its traces",
        onClick: () => go(`/projects/${projectId}/traces?partner=${partnerId}`),
      },
    });
  }, [name, projectId, partnerId]);
  return null;
}
