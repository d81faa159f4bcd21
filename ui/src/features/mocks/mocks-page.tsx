import { useMay } from "@/api/permissions";
import { useMocks } from "@/api/queries/mocks";
import { useProject } from "@/api/queries/projects";
import { useProjectId } from "@/lib/address";
import { WantsDescription } from "@/ui/no-description";
import { EmptyState, Loaded } from "@/ui/states";
import { MockBulk } from "./mock-bulk";
import { MockCard } from "./mock-card";
import { NewMock } from "./new-mock";
import { Webhooks } from "./webhooks/webhooks";

/** The mock servers of a project. */
export function MocksPage() {
  const id = useProjectId();
  const mocks = useMocks(id);
  const project = useProject(id);
  const described = !project.data || project.data.spec;
  const may = useMay(id);
  return (
    <fieldset
      disabled={!may("runMocks")}
      className="flex w-full max-w-4xl min-w-0 flex-col gap-4 p-4"
    >
      <h2 className="sr-only">Mocks</h2>
      <Loaded query={mocks}>
        {(all) =>
          !described && all.length === 0 ? (
            <WantsDescription projectId={id}>
              A mock answers what an API description says, and this project has none yet.
            </WantsDescription>
          ) : (
            <>
              {all.length === 0 && (
                <EmptyState>No mock is set up: start one, and point your client at it.</EmptyState>
              )}
              {all.length > 1 && <MockBulk projectId={id} mocks={all} />}
              {all.map((mock) => (
                <MockCard key={mock.id} mock={mock} />
              ))}
              <NewMock projectId={id} first={all.length === 0} />
            </>
          )
        }
      </Loaded>
      <Webhooks projectId={id} />
    </fieldset>
  );
}
