import type { TraceDetail } from "@/api/types";
import { millis } from "@/lib/format";

const PARTS = [
  ["dnsMs", "Finding the address"],
  ["connectMs", "Connecting"],
  ["tlsMs", "Agreeing on encryption"],
  ["firstByteMs", "Waiting for the first byte"],
] as const;

/** How long each part of an exchange took, one after the other. */
export function Timeline({ timing }: { timing: TraceDetail["timing"] }) {
  let before = 0;
  const total = Math.max(timing.totalMs, 0.001);
  const rows: { label: string; start: number; took: number }[] = [];
  for (const [part, label] of PARTS) {
    const took = timing[part];
    if (took == null) continue;
    rows.push({ label, start: before, took });
    before += took;
  }
  if (rows.length > 0 && total > before)
    rows.push({ label: "Receiving the rest", start: before, took: total - before });
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
