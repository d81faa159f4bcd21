import type { TraceAnalytics } from "@/api/types";
import { plural } from "@/lib/format";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When in the week exchanges happen. The table itself is the chart. */
export function HeatMap({ heat }: { heat: TraceAnalytics["heat"] }) {
  const most = Math.max(1, ...heat.map((hour) => hour.count));
  const at = (weekday: number, hour: number) =>
    heat.find((found) => found.weekday === weekday && found.hour === hour);
  return (
    <section className="relative overflow-x-auto" tabIndex={0} aria-label="Hours of the week">
      <table className="mt-2 w-full min-w-[400px] table-fixed border-separate border-spacing-px">
        <caption className="sr-only">Traces by weekday and hour, in your time zone</caption>
        <thead>
          <tr>
            <td className="w-10" />
            {HOURS.map((hour) => (
              <th key={hour} scope="col" className="text-center text-xs font-normal text-muted">
                {hour % 3 === 0 ? hour : <span className="sr-only">{hour}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, weekday) => (
            <tr key={day}>
              <th scope="row" className="text-left text-xs font-normal text-muted">
                {day}
              </th>
              {HOURS.map((hour) => {
                const found = at(weekday, hour);
                const count = found?.count ?? 0;
                const said = `${day} ${hour}:00: ${plural(count, "trace")}, ${found?.failed ?? 0} failed`;
                const strength = count ? 15 + (count / most) * 85 : 0;
                return (
                  <td
                    key={hour}
                    title={said}
                    className="h-5 rounded-sm bg-sunken"
                    style={
                      count
                        ? {
                            background: `color-mix(in oklab, var(--primary) ${strength}%, var(--sunken))`,
                          }
                        : undefined
                    }
                  >
                    <span className="sr-only">{count}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
