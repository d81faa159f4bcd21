import type { TraceDetail } from "@/api/types";
import { millis } from "@/lib/format";

const PARTS = [
  ["dnsMs", "Finding the address"],
  ["connectMs", "Connecting"],
  ["tlsMs", "Agreeing on encryption"],
  ["firstByteMs", "Waiting for the first byte"],
  ["receiveMs", "Receiving the request"],
  ["decideMs", "Checking it, making the answer"],
  ["askMs", "Asking the API"],
  ["holdMs", "Held back on purpose"],
  ["sendMs", "Sending the body"],
] as const;

/** What a mock did to its answer on purpose. */
const FAULTS: Record<NonNullable<TraceDetail["fault"]>, string> = {
  drop: "the connection was closed without an answer",
  reset: "the connection was reset",
  garbage: "what was sent is no HTTP",
  slowBody: "the body was sent slowly",
  partial: "the body was cut off in the middle",
};

interface Stretch {
  label: string;
  start: number;
  took: number;
}

/** The parts of an exchange that were measured, one after the other. */
export function stretchesOf(timing: TraceDetail["timing"]): Stretch[] {
  let before = 0;
  const rows: Stretch[] = [];
  for (const [part, label] of PARTS) {
    const took = timing[part];
    if (took == null) continue;
    rows.push({ label, start: before, took });
    before += took;
  }
  // After the first byte the rest comes; of an answer of ours nothing is left to come.
  if (timing.firstByteMs != null && timing.totalMs > before)
    rows.push({ label: "Receiving the rest", start: before, took: timing.totalMs - before });
  return rows;
}

/** How long each part of an exchange took, one after the other. */
export function Timeline({ timing, fault }: Pick<TraceDetail, "timing" | "fault">) {
  const total = Math.max(timing.totalMs, 0.001);
  const rows = stretchesOf(timing);
  return (
    <>
      {fault && (
        <p className="m-3 mb-0">On purpose, as the mock’s behaviour says: {FAULTS[fault]}.</p>
      )}
      <table className="m-3 w-[calc(100%-24px)]">
        <caption className="sr-only">How long each part took</caption>
        <tbody>
          {[...rows, { label: "In all", start: 0, took: timing.totalMs }].map((row) => (
            <tr key={row.label}>
              <th scope="row" className="w-48 py-1 pr-3 text-left font-normal text-muted">
                {row.label}
              </th>
              <td className="hidden sm:table-cell">
                <div
                  aria-hidden
                  className="h-3 min-w-0.5 rounded-sm bg-primary"
                  style={{
                    marginLeft: `${Math.min(99, (row.start / total) * 100)}%`,
                    width: `${Math.min(100, (row.took / total) * 100)}%`,
                  }}
                />
              </td>
              <td className="w-24 pl-3 text-right">{millis(row.took)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
