import type { ReactNode } from "react";

export interface Row {
  /** What differs, such as `Response header`. */
  part: string;
  /** Where within it. */
  at: string;
  left?: unknown;
  right?: unknown;
}

interface Props {
  label: string;
  rows: Row[];
  left: ReactNode;
  right: ReactNode;
}

/** Two things side by side: only where they differ. */
export function DifferenceTable({ label, rows, left, right }: Props) {
  return (
    <table aria-label={label} className="mt-2 w-full table-fixed border-collapse">
      <thead>
        <tr className="border-b border-line text-left align-top">
          <th scope="col" className="w-1/4 py-2 pr-2">
            Where
          </th>
          <th scope="col" className="py-2 pr-2 font-normal">
            {left}
          </th>
          <th scope="col" className="py-2 pr-2 font-normal">
            {right}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={`${row.part}${row.at}${JSON.stringify(row.left)}`}
            className="border-b border-line align-top"
          >
            <th scope="row" className="py-2 pr-2 text-left font-normal break-words">
              {row.part}
              <code className="block break-all text-subtle">{row.at}</code>
            </th>
            <Side value={row.left} tone="bg-err-bg text-err-fg" />
            <Side value={row.right} tone="bg-ok-bg text-ok-fg" />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Side({ value, tone }: { value: unknown; tone: string }) {
  if (value === undefined)
    return (
      <td className="py-2 pr-2">
        <span className="text-muted">not there</span>
      </td>
    );
  return (
    <td className="py-2 pr-2">
      <code className={`rounded px-1 break-all whitespace-pre-wrap ${tone}`}>
        {typeof value === "string" ? value.slice(0, 5000) : JSON.stringify(value, null, 2)}
      </code>
    </td>
  );
}
