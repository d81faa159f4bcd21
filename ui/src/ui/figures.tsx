import type { ReactNode } from "react";

/** One figure and its name. */
export function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-md border border-line p-3">
      <dt className="text-muted">{name}</dt>
      <dd className="text-lg font-semibold">{children}</dd>
    </div>
  );
}

/** A titled part of the page. */
export function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-md border border-line p-3">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface TableProps {
  columns: string[];
  rows: ReactNode[][];
  /** What opens it, where it is closed at first. */
  folded?: string;
}

/** Figures in rows; the first column names the row. */
export function Table({ columns, rows, folded }: TableProps) {
  const table = (
    <div className="mt-2 overflow-x-auto">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-left text-muted">
            {columns.map((column, place) => (
              <th
                key={column}
                scope="col"
                className={`py-1 pr-3 font-normal ${place ? "whitespace-nowrap" : ""}`}
              >
                {column || <span className="sr-only">Which</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="border-b border-line last:border-0">
              {cells.map((cell, place) => (
                <td key={columns[place]} className="py-1 pr-3">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  if (!folded) return table;
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-muted">{folded}</summary>
      {table}
    </details>
  );
}
