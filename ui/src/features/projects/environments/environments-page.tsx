import { useProject } from "@/api/queries/projects";
import { useProjectId } from "@/lib/address";
import { Loaded } from "@/ui/states";
import { Variables } from "@/ui/variables";
import { Credentials } from "./credentials";
import { Environments } from "./environments";

/** Where requests of a project go, and what they carry there. */
export function EnvironmentsPage() {
  const id = useProjectId();
  const project = useProject(id);
  return (
    <Loaded query={project}>
      {(found) => (
        <div className="flex w-full max-w-3xl flex-col gap-4 p-4">
          <fieldset disabled={!found.may.includes("setOwnValues")} className="contents">
            <Environments projectId={found.id} />
          </fieldset>
          <Variables
            projectId={found.id}
            fixed={!found.may.includes("edit")}
            about="What {{names}} stand for in every environment of this project that has no variable of that name."
          />
          <fieldset disabled={!found.may.includes("setOwnValues")} className="contents">
            <Credentials project={found} />
          </fieldset>
        </div>
      )}
    </Loaded>
  );
}
