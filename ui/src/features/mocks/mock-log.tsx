import { useMockTraces } from "@/api/queries/mocks";
import type { Mock } from "@/api/types";
import { clock, millis } from "@/lib/format";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";
import { NavLink } from "@/ui/nav-link";
import { Loaded } from "@/ui/states";

/** The last requests that came to a mock, as they come. */
export function MockLog({ mock }: { mock: Mock }) {
  const recent = useMockTraces(mock.projectId, mock.id);
  const all = `/projects/${mock.projectId}/traces`;
  return (
    <Loaded query={recent} rows={3}>
      {(traces) =>
        traces.length === 0 ? (
          <p className="mt-2 text-muted">
            Nobody has asked yet. Send the command above, and it appears here.
          </p>
        ) : (
          <>
            <ul
              aria-label="Last requests"
              className="-mx-2 mt-2 max-h-72 divide-y divide-line overflow-auto"
            >
              {traces.map((trace) => (
                <li key={trace.id}>
                  <NavLink
                    to={`${all}/${trace.id}`}
                    className="flex min-h-8 items-center gap-2 rounded-md px-2 text-fg no-underline hover:bg-sunken max-md:min-h-11"
                  >
                    <span className="hidden text-muted sm:inline">{clock(trace.startedAt)}</span>
                    <MethodBadge method={trace.method} />
                    <span className="truncate-line flex-1 font-mono text-xs">{trace.path}</span>
                    {(!trace.requestValid || trace.responseValid === false) && (
                      <Badge tone="err">contract</Badge>
                    )}
                    {trace.source === "proxy" && (
                      <Badge tone="neutral" icon={false}>
                        API
                      </Badge>
                    )}
                    <StatusBadge status={trace.status} />
                    <span className="w-16 shrink-0 text-right text-muted">
                      {millis(trace.durationMs)}
                    </span>
                  </NavLink>
                </li>
              ))}
            </ul>
            <NavLink to={`${all}?source=${mock.proxy ? "proxy" : "mock"}`}>All of them</NavLink>
          </>
        )
      }
    </Loaded>
  );
}
