import { BackButton } from "@/ui/back-button";
import { TraceComparison } from "@/ui/trace-comparison";

interface Props {
  projectId: string;
  left: string;
  right: string;
  back: () => void;
}

/** Two exchanges side by side: only where they differ. */
export const Comparison = ({ back, ...traces }: Props) => (
  <div className="flex min-h-0 flex-1 flex-col overflow-auto p-3">
    <BackButton onClick={back}>The trace</BackButton>
    <TraceComparison {...traces} />
  </div>
);
