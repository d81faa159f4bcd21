import { useProject } from "@/api/queries/projects";
import { useFilters, useProjectId } from "@/lib/address";
import { NoDescription } from "@/ui/no-description";
import { Loaded } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { CapabilitiesView } from "./capabilities-view";
import { ChangesView } from "./changes-view";
import { OperationsView } from "./operations-view";
import { ProblemsView } from "./problems-view";
import { RevisionsView } from "./revisions-view";
import { SchemasView } from "./schemas-view";
import { TestProfileView } from "./test-profile-view";

/** What a description holds, and what is wrong with it. */
export function SpecPage() {
  const id = useProjectId();
  const project = useProject(id);
  const [filters, setFilters] = useFilters();
  return (
    <>
      <h2 className="sr-only">Spec</h2>
      <Loaded query={project}>
        {({ spec }) =>
          spec ? (
            <Tabs
              label="Parts of the description"
              value={filters.view ?? "operations"}
              onChange={(view) => setFilters({ view: view === "operations" ? "" : view })}
              tabs={[
                {
                  id: "operations",
                  label: (
                    <Counted of="Operations" count={spec.operationCount + spec.webhookCount} />
                  ),
                  content: <OperationsView projectId={id} />,
                },
                {
                  id: "schemas",
                  label: <Counted of="Schemas" count={spec.schemaCount} />,
                  content: <SchemasView projectId={id} specId={spec.id} />,
                },
                {
                  id: "problems",
                  label: (
                    <Counted
                      of="Problems"
                      count={
                        spec.problems.error +
                        spec.problems.warning +
                        spec.problems.info +
                        spec.problems.hint
                      }
                    />
                  ),
                  content: <ProblemsView projectId={id} specId={spec.id} />,
                },
                {
                  id: "capabilities",
                  label: "Capabilities",
                  content: <CapabilitiesView projectId={id} specId={spec.id} />,
                },
                {
                  id: "tests",
                  label: "Test profile",
                  content: <TestProfileView projectId={id} />,
                },
                {
                  id: "revisions",
                  label: "Revisions",
                  content: filters.changes ? (
                    <ChangesView projectId={id} specId={filters.changes} />
                  ) : (
                    <RevisionsView projectId={id} />
                  ),
                },
              ]}
            />
          ) : (
            <NoDescription projectId={id} />
          )
        }
      </Loaded>
    </>
  );
}

const Counted = ({ of, count }: { of: string; count: number }) => (
  <>
    {of} <span className="font-normal text-subtle">{count}</span>
  </>
);
