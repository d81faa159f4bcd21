import type { TraceDetail } from "@/api/types";
import { millis } from "@/lib/format";

const PARTS = [
  ["dnsMs", "Finding the address"],
  ["connectMs", "Connecting"],
  ["tlsMs", "Agreeing on encryption"],
  ["firstByteMs", "Waiting for the first byte"],
] as const;

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
  if (rows.length > 0 && timing.totalMs > before)
    rows.push({ label: "Receiving the rest", start: before, took: timing.totalMs - before });
  return rows;
}

/** How long each part of an exchange took, one after the other. */
export function Timeline({ timing }: { timing: TraceDetail["timing"] }) {
  const total = Math.max(timing.totalMs, 0.001);
  const rows = stretchesOf(timing);
  return (
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
  );
}
