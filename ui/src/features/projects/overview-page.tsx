import { Copy } from "lucide-react";
import { lazy, Suspense } from "react";
import { useProject } from "@/api/queries/projects";
import { useProjectId } from "@/lib/address";
import { copy } from "@/lib/copy";
import { dateTime, firstParagraph, plural } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { NoDescription } from "@/ui/no-description";
import { Said } from "@/ui/said";
import { Loaded } from "@/ui/states";
import { RecentTraces } from "./recent-traces";
import { WhereItFails } from "./where-it-fails";

const SpacePanel = lazy(() => import("./space-panel").then((m) => ({ default: m.SpacePanel })));

/** What a project is, and what to do next. */
export function OverviewPage() {
  const id = useProjectId();
  const base = `/projects/${id}`;
  const project = useProject(id);
  return (
    <Loaded query={project}>
      {({ spec, mocks, space, may }) =>
        !spec ? (
          <NoDescription projectId={id} />
        ) : (
          <div className="grid gap-4 p-4 lg:grid-cols-2">
            {space && (
              <Suspense>
                <fieldset disabled={!may.includes("setOwnValues")} className="contents">
                  <SpacePanel projectId={id} space={space} />
                </fieldset>
              </Suspense>
            )}
            <section aria-label="Description" className="panel min-w-0 p-4">
              <h2>{spec.title}</h2>
              <p className="mt-1 line-clamp-4 text-muted">
                <Said>{firstParagraph(spec.description ?? "")}</Said>
              </p>
              <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
                <dt className="text-muted">OpenAPI</dt>
                <dd>{spec.openapi}</dd>
                <dt className="text-muted">Holds</dt>
                <dd>
                  {plural(spec.operationCount, "operation")}, {plural(spec.schemaCount, "schema")},{" "}
                  {plural(spec.webhookCount, "webhook")}
                </dd>
                <dt className="text-muted">Problems</dt>
                <dd>
                  <NavLink to={`${base}/spec?view=problems`}>
                    {spec.problems.error > 0 ? (
                      <Badge tone="err">{plural(spec.problems.error, "error")}</Badge>
                    ) : (
                      <Badge tone="ok">no errors</Badge>
                    )}{" "}
                    {spec.problems.warning > 0 && (
                      <Badge tone="warn">{plural(spec.problems.warning, "warning")}</Badge>
                    )}
                  </NavLink>
                </dd>
                <dt className="text-muted">Revision</dt>
                <dd>
                  {spec.revision}, imported {dateTime(spec.createdAt)} from{" "}
                  <span className="break-all">{spec.source.location}</span>
                </dd>
              </dl>
            </section>
            <section aria-label="Mock" className="panel min-w-0 p-4">
              <h2>Mock</h2>
              {mocks.length === 0 && <p className="mt-1 text-muted">No mock is set up.</p>}
              {mocks.map((mock) => (
                <div key={mock.id} className="mt-2 flex flex-wrap items-center gap-2">
                  <Badge
                    tone={
                      mock.state === "running" ? "ok" : mock.state === "failed" ? "err" : "neutral"
                    }
                  >
                    {mock.state}
                  </Badge>
                  {mock.url && (
                    <>
                      <code>{mock.url}</code>
                      <IconButton
                        label="Copy the mock's address"
                        onClick={() => copy(mock.url ?? "", "Address")}
                      >
                        <Copy size={14} aria-hidden />
                      </IconButton>
                    </>
                  )}
                </div>
              ))}
              <h2 className="mt-4">What to do next</h2>
              <ul className="mt-1 list-disc pl-5">
                <li>
                  <NavLink to={`${base}/playground`}>Try an operation in the playground</NavLink>
                </li>
                <li>
                  <NavLink to={`${base}/mocks`}>Point your own client at the mock</NavLink>
                </li>
                {spec.securitySchemes.length > 0 && (
                  <li>
                    <NavLink to={`${base}/environments`}>
                      Set credentials, so that requests carry them
                    </NavLink>
                  </li>
                )}
              </ul>
            </section>
            <WhereItFails projectId={id} />
            <section aria-label="Recent traces" className="panel min-w-0 p-4 lg:col-span-2">
              <h2 className="mb-2">Recent traces</h2>
              <RecentTraces projectId={id} />
            </section>
          </div>
        )
      }
    </Loaded>
  );
}
