import { useRecentTraces } from "@/api/queries/traces";
import { clock, millis } from "@/lib/format";
import { MethodBadge, StatusBadge } from "@/ui/badge";
import { NavLink } from "@/ui/nav-link";
import { Loaded } from "@/ui/states";

/** The last few exchanges of a project. */
export function RecentTraces({ projectId }: { projectId: string }) {
  const recent = useRecentTraces(projectId);
  return (
    <Loaded query={recent} rows={4}>
      {(traces) =>
        traces.length === 0 ? (
          <p className="text-muted">
            None yet:{" "}
            <NavLink to={`/projects/${projectId}/playground`}>
              send a request from the playground
            </NavLink>
            .
          </p>
        ) : (
          <ul className="-mx-2 divide-y divide-line">
            {traces.map((trace) => (
              <li key={trace.id}>
                <NavLink
                  to={`/projects/${projectId}/traces/${trace.id}`}
                  className="flex min-h-8 items-center gap-2 rounded-md px-2 text-fg no-underline hover:bg-sunken max-md:min-h-11"
                >
                  <span className="hidden text-muted sm:inline">{clock(trace.startedAt)}</span>
                  <MethodBadge method={trace.method} />
                  <span className="truncate-line flex-1 font-mono text-xs">{trace.path}</span>
                  <StatusBadge status={trace.status} />
                  <span className="w-16 shrink-0 text-right text-muted">
                    {millis(trace.durationMs)}
                  </span>
                </NavLink>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
