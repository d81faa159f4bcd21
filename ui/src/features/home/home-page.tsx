import { useProjects } from "@/api/queries/projects";
import { useImport } from "@/api/use-import";
import { useGo } from "@/lib/address";
import { useTitle } from "@/lib/title";
import { Button } from "@/ui/button";
import { ImportPanel } from "@/ui/import-panel";
import { NavLink } from "@/ui/nav-link";
import { ProjectList } from "@/ui/project-list";
import { EmptyState, Loaded } from "@/ui/states";

const SHOWN = 8;

/** Where everything begins: bring an API, or go on with one. */
export function HomePage() {
  useTitle();
  const go = useGo();
  const projects = useProjects();
  const bring = useImport({}, (made) => go(`/projects/${made.project.id}`));
  return (
    <div className="mx-auto w-full max-w-4xl p-4 md:p-8">
      <h1>Bring an API</h1>
      <p className="mt-1 mb-4 text-muted">
        A mock server of it runs a moment later, and the playground says what is wrong with a
        request before it is sent.
      </p>
      <ImportPanel bring={bring} first={projects.data?.length ? "file" : "sample"} />
      <div className="mt-8 mb-2 flex items-baseline gap-3">
        <h2>Projects</h2>
        {(projects.data?.length ?? 0) > SHOWN && (
          <NavLink to="/projects">All {projects.data?.length}</NavLink>
        )}
      </div>
      <Loaded query={projects} rows={3}>
        {(all) =>
          all.length === 0 ? (
            <div className="panel">
              <EmptyState
                action={
                  <Button
                    onClick={() => bring.mutate({ kind: "sample" })}
                    disabled={bring.isPending}
                  >
                    Begin with the sample
                  </Button>
                }
              >
                None yet. What you bring appears here.
              </EmptyState>
            </div>
          ) : (
            <ProjectList projects={all.slice(0, SHOWN)} />
          )
        }
      </Loaded>
    </div>
  );
}
