import { useState } from "react";
import { plural } from "@/lib/format";
import type { Grid } from "@/lib/tables";
import { Button } from "../button";

const STEP = 200;
const MOST_COLUMNS = 60;

/** Records as a table; more rows come when they are asked for. */
export function GridView({ grid }: { grid: Grid }) {
  const [shown, setShown] = useState(STEP);
  const columns = grid.columns.slice(0, MOST_COLUMNS);
  const left = grid.rows.length - shown;
  return (
    <div className="p-3">
      <p className="pb-2 text-muted">
        {plural(grid.rows.length, "row")}, {plural(grid.columns.length, "column")}
        {grid.columns.length > MOST_COLUMNS && `; the first ${MOST_COLUMNS} are shown`}
      </p>
      <div className="overflow-x-auto" role="region" aria-label="Table" tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              {columns.map((name, n) => (
                <th key={n} scope="col" className="whitespace-nowrap">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.slice(0, shown).map((row, n) => (
              <tr key={n}>
                {columns.map((_, at) => (
                  <td key={at} className="max-w-80 font-mono text-xs">
                    {row[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <Button className="mt-2" onClick={() => setShown(shown + STEP)}>
          Show {Math.min(left, STEP)} more of {left}
        </Button>
      )}
    </div>
  );
}
