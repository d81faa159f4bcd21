import type { Environment, EnvironmentAuth } from "@/api/types";
import { AUTH_KINDS, secretName } from "@/ui/auth-names";
import { SecretField } from "@/ui/secret-field";
import { type Form, freshAuth, secretsOf } from "./form";
import { OAuthFields } from "./oauth-fields";
import { AwsFields, HmacFields } from "./signature-fields";
import { TextField } from "./text-field";

interface Props {
  projectId: string;
  form: Form;
  environment: Environment | undefined;
  onAuth: (auth: EnvironmentAuth) => void;
  onSecret: (name: string, value: string) => void;
}

/** How requests show who is calling; the fields follow the kind. */
export function AuthFields({ projectId, form, environment, onAuth, onSecret }: Props) {
  const { auth } = form.setup;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium">Authentication</legend>
      <label className="flex flex-col gap-1">
        Kind
        <select
          className="field"
          value={auth.kind}
          onChange={(e) => onAuth(freshAuth(e.target.value as EnvironmentAuth["kind"]))}
        >
          {AUTH_KINDS.map(([kind, name]) => (
            <option key={kind} value={kind}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div className="grid gap-3 sm:grid-cols-2">
        <Own projectId={projectId} environmentId={environment?.id} auth={auth} onAuth={onAuth} />
        {secretsOf(auth).map((name) => (
          <SecretField
            key={name}
            label={secretName(name)}
            kept={environment?.secrets.find((s) => s.name === name)}
            value={form.secrets[name] ?? ""}
            onChange={(value) => onSecret(name, value)}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface OwnProps {
  projectId: string;
  environmentId: string | undefined;
  auth: EnvironmentAuth;
  onAuth: (auth: EnvironmentAuth) => void;
}

/** The fields of a kind that are no secrets. */
function Own({ auth, ...rest }: OwnProps) {
  const { onAuth } = rest;
  switch (auth.kind) {
    case "apiKey":
      return (
        <>
          <label className="flex flex-col gap-1">
            In
            <select
              className="field"
              value={auth.place}
              onChange={(e) => onAuth({ ...auth, place: e.target.value as typeof auth.place })}
            >
              <option value="header">Header</option>
              <option value="query">Query</option>
              <option value="cookie">Cookie</option>
            </select>
          </label>
          <TextField
            label="Name of the field"
            required
            value={auth.name}
            onChange={(name) => onAuth({ ...auth, name })}
          />
        </>
      );
    case "basic":
      return (
        <TextField
          label="User name"
          autoComplete="off"
          value={auth.username}
          onChange={(username) => onAuth({ ...auth, username })}
        />
      );
    case "bearer":
      return (
        <TextField
          label="Before the token"
          value={auth.prefix ?? "Bearer"}
          onChange={(prefix) => onAuth({ ...auth, prefix })}
        />
      );
    case "oauth2":
      return <OAuthFields auth={auth} {...rest} />;
    case "hmac":
      return <HmacFields auth={auth} onAuth={onAuth} />;
    case "awsSigV4":
      return <AwsFields auth={auth} onAuth={onAuth} />;
    default:
      return null;
  }
}
