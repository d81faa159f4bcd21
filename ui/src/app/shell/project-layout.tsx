import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useProject } from "@/api/queries/projects";
import type { Permission } from "@/api/types";
import { useViewAs, viewAs } from "@/api/view-as";
import { useGo, useProjectId } from "@/lib/address";
import { useShortcut } from "@/lib/shortcuts";
import { useTitle } from "@/lib/title";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { ErrorState } from "@/ui/states";
import { ViewAsBanner } from "./view-as-banner";

/** Tabs, and what one has to be allowed to see them. */
const TABS: readonly (readonly [path: string, label: string, needs?: Permission])[] = [
  ["", "Overview"],
  ["/spec", "Spec"],
  ["/environments", "Environments"],
  ["/mocks", "Mocks"],
  ["/playground", "Playground"],
  ["/traces", "Traces"],
  ["/partners", "Partners", "managePartners"],
  ["/settings", "Settings"],
];

/** The header and the tabs of a project. */
export function ProjectLayout() {
  const id = useProjectId();
  const project = useProject(id);
  const go = useGo();
  const base = `/projects/${id}`;
  const viewing = useViewAs((s) => s.as);
  const as = viewing?.projectId === id ? viewing : null;
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  const tab = TABS.findLast(([path]) => pathname.startsWith(`${base}${path}`))?.[1];
  useTitle(tab, project.data?.name);
  const tabs = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another chosen tab
  useEffect(() => {
    const chosen = tabs.current?.querySelector("[aria-current=page]");
    chosen?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  useShortcut("tab-overview", () => go(base));
  useShortcut("tab-spec", () => go(`${base}/spec`));
  useShortcut("tab-schemas", () => go(`${base}/spec?view=schemas`));
  useShortcut("tab-problems", () => go(`${base}/spec?view=problems`));
  useShortcut("tab-revisions", () => go(`${base}/spec?view=revisions`));
  useShortcut("tab-environments", () => go(`${base}/environments`));
  useShortcut("tab-mocks", () => go(`${base}/mocks`));
  useShortcut("tab-playground", () => go(`${base}/playground`));
  useShortcut("tab-traces", () => go(`${base}/traces`));
  useShortcut("tab-partners", () => go(`${base}/partners`));
  useShortcut("tab-settings", () => go(`${base}/settings`));
  if (project.error && !project.data) {
    return (
      <>
        <h1 className="p-4">Project</h1>
        <ErrorState error={project.error} retry={() => project.refetch()}>
          {as && (
            <Button
              onClick={() => {
                viewAs(null);
                project.refetch();
              }}
            >
              Back to your own view
            </Button>
          )}
        </ErrorState>
      </>
    );
  }
  const may = project.data?.may;
  const running = project.data?.mocks.some((m) => m.state === "running");
  return (
    <>
      {as && <ViewAsBanner name={as.name} projectId={id} />}
      <header className="shrink-0 border-b border-line bg-surface">
        <div className="flex min-h-11 items-center gap-3 px-4">
          <h1 className="truncate-line text-base font-semibold" title={project.data?.name}>
            {project.data?.name ?? "…"}
          </h1>
          {project.data?.spec && (
            <span className="shrink-0 text-muted">{project.data.spec.version}</span>
          )}
          {running && <Badge tone="ok">mock running</Badge>}
          {project.data?.space && (
            <span className="truncate-line text-muted">from {project.data.space.vendor}</span>
          )}
        </div>
        <nav ref={tabs} aria-label="Project" className="flex gap-1 overflow-x-auto px-2">
          {TABS.filter(([, , needs]) => !needs || may?.includes(needs)).map(([path, label]) => (
            <NavLink
              key={label}
              to={`${base}${path}`}
              exact={path === ""}
              className="flex min-h-9 items-center border-b-2 border-transparent px-2 whitespace-nowrap text-muted no-underline hover:text-fg aria-[current=page]:border-primary aria-[current=page]:font-medium aria-[current=page]:text-fg"
            >
              {label}
            </NavLink>
          ))}
        </nav>
      </header>
      <Outlet />
    </>
  );
}
