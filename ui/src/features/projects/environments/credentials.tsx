import { useCredentials } from "@/api/queries/environments";
import type { Project } from "@/api/types";
import { Note } from "@/ui/badge";
import { CredentialForm } from "@/ui/credential-form";
import { Loaded } from "@/ui/states";

/** What requests carry to prove who is calling: set or not set, never shown. */
export function Credentials({ project }: { project: Project }) {
  const credentials = useCredentials(project.id);
  return (
    <section aria-label="Credentials" className="panel flex flex-col gap-3 p-4">
      <h2>Credentials</h2>
      <Note>
        They stay encrypted on this machine, and go into requests of the playground where an
        operation wants them.
      </Note>
      <Loaded query={credentials} rows={2}>
        {(found) =>
          found.length === 0 ? (
            <p className="text-muted">The description names no security scheme.</p>
          ) : (
            found.map((status) => (
              <CredentialForm
                key={status.scheme}
                projectId={project.id}
                about={project.spec?.securitySchemes.find((s) => s.name === status.scheme)}
                status={status}
              />
            ))
          )
        }
      </Loaded>
    </section>
  );
}
