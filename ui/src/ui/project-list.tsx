import { lazy, type ReactNode, Suspense } from "react";
import type { Project } from "@/api/types";
import { dateTime, firstParagraph, plural } from "@/lib/format";
import { Badge } from "./badge";
import { NavLink } from "./nav-link";
import { useRows } from "./use-rows";

const Peek = lazy(() => import("./peek"));

interface Props {
  projects: Project[];
  /** What else can be done with one. */
  actions?: (project: Project) => ReactNode;
}

const isRunning = (project: Project) => project.mocks.some((m) => m.state === "running");

/** Projects, each a link to it. */
export function ProjectList({ projects, actions }: Props) {
  const { list, at, peeking, close, events } = useRows({ chosen: -1, peekable: true });
  const peeked = peeking ? projects[at] : undefined;
  return (
    <>
      <ul ref={list} aria-label="Projects" className="panel divide-y divide-line" {...events}>
        {projects.map((project, n) => (
          <li key={project.id} className="flex items-center">
            <NavLink
              to={`/projects/${project.id}`}
              row={n}
              className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-3 rounded-lg px-3 py-1 text-fg no-underline -outline-offset-2 hover:bg-sunken"
            >
              <span className="min-w-0 font-medium break-words">{project.name}</span>
              <span className="text-muted">{inShort(project)}</span>
              {isRunning(project) && <Badge tone="ok">mock running</Badge>}
              <span className="text-subtle sm:ml-auto">{dateTime(project.updatedAt)}</span>
            </NavLink>
            {actions?.(project)}
          </li>
        ))}
      </ul>
      {peeked && (
        <Suspense>
          <Peek title={peeked.name} close={close}>
            <ProjectPeek project={peeked} />
          </Peek>
        </Suspense>
      )}
    </>
  );
}

const inShort = ({ spec }: Project) =>
  spec ? `${spec.version} · ${plural(spec.operationCount, "operation")}` : "no description yet";

function ProjectPeek({ project }: { project: Project }) {
  const { spec, mocks } = project;
  const text = project.description || firstParagraph(spec?.description ?? "");
  return (
    <>
      {text && <p className="mb-3 line-clamp-6 text-muted">{text}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">Description</dt>
        <dd>{spec ? `${spec.title} ${spec.version}, OpenAPI ${spec.openapi}` : "none yet"}</dd>
        {spec && (
          <>
            <dt className="text-muted">Holds</dt>
            <dd>
              {plural(spec.operationCount, "operation")}, {plural(spec.schemaCount, "schema")}
            </dd>
            <dt className="text-muted">Problems</dt>
            <dd>
              {plural(spec.problems.error, "error")}, {plural(spec.problems.warning, "warning")}
            </dd>
          </>
        )}
        <dt className="text-muted">Mocks</dt>
        <dd>
          {mocks.map((m) => (
            <code key={m.id} className="block break-all">
              {m.url ?? m.state}
            </code>
          ))}
          {mocks.length === 0 && "none"}
        </dd>
      </dl>
    </>
  );
}
