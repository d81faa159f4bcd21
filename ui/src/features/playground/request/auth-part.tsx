import { useCredentials, useEnvironments } from "@/api/queries/environments";
import { useProject } from "@/api/queries/projects";
import type { Draft, Environment, OperationDetail } from "@/api/types";
import { authName } from "@/ui/auth-names";
import { CredentialForm } from "@/ui/credential-form";
import { EnvironmentMark } from "@/ui/environment-mark";
import { NavLink } from "@/ui/nav-link";
import { SecretList } from "@/ui/secret-list";
import { Loaded } from "@/ui/states";
import { OwnLogin } from "./own-login";

interface Props {
  projectId: string;
  operation: OperationDetail;
  draft: Draft;
  onEdit: (change: Partial<Draft>) => void;
}

/** What the request carries to show who is calling, and where it comes from. */
export function AuthPart({ projectId, operation, draft, onEdit }: Props) {
  const environments = useEnvironments(projectId);
  const { target } = draft;
  const id = target?.kind === "environment" ? target.id : undefined;
  const environment = environments.data?.find((e) => e.id === id);
  const own = environment && environment.auth.kind !== "description" ? environment : undefined;
  if (draft.free && !environment)
    return (
      <div className="flex flex-col gap-3 p-3">
        <OwnLogin draft={draft} onEdit={onEdit} />
        <p className="text-muted">
          Choose an environment to have its credentials added, or write a header such as
          Authorization yourself.
        </p>
      </div>
    );
  return (
    <div className="flex flex-col gap-3 p-3">
      <OwnLogin draft={draft} onEdit={onEdit} />
      <label className="row">
        <input
          type="checkbox"
          checked={draft.useCredentials}
          onChange={(e) => onEdit({ useCredentials: e.target.checked })}
        />
        Send credentials. A header that you write yourself goes instead.
      </label>
      {own ? (
        <OfEnvironment projectId={projectId} environment={own} />
      ) : (
        <OfProject projectId={projectId} operation={operation} />
      )}
    </div>
  );
}

interface OfEnvironmentProps {
  projectId: string;
  environment: Environment;
}

function OfEnvironment({ projectId, environment }: OfEnvironmentProps) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <EnvironmentMark kind={environment.type} />
        <strong>{environment.name}</strong>
        <span className="text-muted">
          {environment.auth.kind === "none"
            ? "adds no credentials."
            : `adds: ${authName(environment.auth.kind)}.`}
        </span>
        <NavLink to={`/projects/${projectId}/environments`}>Change it</NavLink>
      </p>
      <SecretList environment={environment} />
    </>
  );
}

/** The schemes of the description that the operation takes, each with the project's credential. */
function OfProject({ projectId, operation }: { projectId: string; operation: OperationDetail }) {
  const credentials = useCredentials(projectId);
  const project = useProject(projectId);
  const wanted = operation.security?.filter((needs) => needs.length > 0) ?? [];
  if (wanted.length === 0)
    return <p className="text-muted">The description asks for no credentials here.</p>;
  const names = new Set(wanted.flat().map((need) => need.scheme));
  const schemes = project.data?.spec?.securitySchemes;
  return (
    <>
      <p className="text-muted">
        The operation takes{" "}
        {wanted.map((needs) => needs.map((need) => need.scheme).join(" with ")).join(", or ")}.
        Credentials stay encrypted on this machine.
      </p>
      <Loaded query={credentials} rows={2}>
        {(all) =>
          all
            .filter((status) => names.has(status.scheme))
            .map((status) => (
              <CredentialForm
                key={status.scheme}
                projectId={projectId}
                about={schemes?.find((s) => s.name === status.scheme)}
                status={status}
              />
            ))
        }
      </Loaded>
    </>
  );
}
