import { useMemo } from "react";
import { FailurePatterns } from "@/ui/failure-patterns";
import { NavLink } from "@/ui/nav-link";
import { PartnerActivity } from "@/ui/partner-activity";

/** A week in milliseconds. */
const WEEK = 7 * 86_400_000;

/** Where integrations fail, and which partners are stuck: the last seven days. */
export function WhereItFails({ projectId }: { projectId: string }) {
  // To the hour, so that the question stays the same while one looks.
  const query = useMemo(() => {
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    return `from=${new Date(hour - WEEK).toISOString()}&interval=day`;
  }, []);
  const shared = { projectId, query, times: { period: "7d" } };
  const all = `/projects/${projectId}/traces?view=analytics&period=7d`;
  return (
    <>
      <section aria-label="Failure patterns" className="panel min-w-0 p-4">
        <div className="flex flex-wrap items-baseline justify-between gap-2">
          <h2>Failures of the last 7 days</h2>
          <NavLink to={all}>Analytics</NavLink>
        </div>
        <FailurePatterns {...shared} />
      </section>
      <section aria-label="Partners" className="panel min-w-0 p-4">
        <h2>Partners of the last 7 days</h2>
        <PartnerActivity {...shared} />
      </section>
    </>
  );
}
