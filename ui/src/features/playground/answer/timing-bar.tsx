import type { TraceDetail } from "@/api/types";
import { millis } from "@/lib/format";
import { stretchesOf } from "@/ui/timeline";

const FILLS = ["bg-[#3B82F6]", "bg-[#0D9488]", "bg-[#D97706]", "bg-[#DB2777]", "bg-[#8B5CF6]"];

/** The parts of the time in a line; Timing has them with names. */
export function TimingBar({ timing }: { timing: TraceDetail["timing"] }) {
  const parts = stretchesOf(timing);
  if (parts.length === 0) return null;
  const said = parts.map((part) => `${part.label}: ${millis(part.took)}`).join("\n");
  return (
    <span aria-hidden title={said} className="flex h-2 w-24 overflow-hidden rounded-sm bg-line">
      {parts.map((part, n) => (
        <span
          key={part.label}
          className={FILLS[n % FILLS.length]}
          style={{ width: `${(part.took / Math.max(timing.totalMs, 0.001)) * 100}%` }}
        />
      ))}
    </span>
  );
}
