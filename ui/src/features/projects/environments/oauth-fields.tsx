import type { EnvironmentAuth } from "@/api/types";
import { isSignIn } from "@/ui/auth-names";
import { GRANTS } from "./form";
import { IssuerField } from "./issuer-field";
import { TextField } from "./text-field";

type OAuth = Extract<EnvironmentAuth, { kind: "oauth2" }>;

interface Props {
  projectId: string;
  /** The environment as it is kept: its proxy and its variables count. */
  environmentId: string | undefined;
  auth: OAuth;
  onAuth: (auth: EnvironmentAuth) => void;
}

/** Where tokens are given, to whom, and for what. */
export function OAuthFields({ projectId, environmentId, auth, onAuth }: Props) {
  const asksPerson = isSignIn(auth);
  return (
    <>
      <label className="flex flex-col gap-1 sm:col-span-2">
        Flow
        <select
          className="field"
          value={auth.grant ?? "clientCredentials"}
          onChange={(e) => onAuth({ ...auth, grant: e.target.value as OAuth["grant"] })}
        >
          {GRANTS.map(([grant, name]) => (
            <option key={grant} value={grant}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <IssuerField
        projectId={projectId}
        environmentId={environmentId}
        auth={auth}
        onAuth={onAuth}
      />
      {auth.grant === "authorizationCode" && (
        <TextField
          className="sm:col-span-2"
          label="Authorization URL"
          required
          value={auth.authorizationUrl ?? ""}
          onChange={(authorizationUrl) => onAuth({ ...auth, authorizationUrl })}
        />
      )}
      {auth.grant === "device" && (
        <TextField
          className="sm:col-span-2"
          label="Device URL"
          required
          value={auth.deviceUrl ?? ""}
          onChange={(deviceUrl) => onAuth({ ...auth, deviceUrl })}
        />
      )}
      <TextField
        className="sm:col-span-2"
        label="Token URL"
        required
        value={auth.tokenUrl}
        onChange={(tokenUrl) => onAuth({ ...auth, tokenUrl })}
      />
      <TextField
        label="Client id"
        required
        autoComplete="off"
        value={auth.clientId}
        onChange={(clientId) => onAuth({ ...auth, clientId })}
      />
      <TextField
        label="Scopes, with spaces between"
        value={(auth.scopes ?? []).join(" ")}
        onChange={(text) => onAuth({ ...auth, scopes: text === "" ? [] : text.split(" ") })}
      />
      <TextField
        label="Audience"
        placeholder="where the server wants it"
        value={auth.audience ?? ""}
        onChange={(audience) => onAuth({ ...auth, audience: audience || null })}
      />
      {asksPerson && (
        <TextField
          label="Revocation URL"
          placeholder="to sign out at the provider too"
          value={auth.revocationUrl ?? ""}
          onChange={(revocationUrl) => onAuth({ ...auth, revocationUrl })}
        />
      )}
      <label className="flex flex-col gap-1">
        The client shows who it is
        <select
          className="field"
          value={auth.clientAuth ?? "basic"}
          onChange={(e) =>
            onAuth({ ...auth, clientAuth: e.target.value === "body" ? "body" : "basic" })
          }
        >
          <option value="basic">in the header Authorization</option>
          <option value="body">in the body</option>
        </select>
      </label>
    </>
  );
}
