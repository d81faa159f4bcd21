import type { EnvironmentAuth } from "@/api/types";
import { TextField } from "./text-field";

type OAuth = Extract<EnvironmentAuth, { kind: "oauth2" }>;

interface Props {
  auth: OAuth;
  onAuth: (auth: EnvironmentAuth) => void;
}

/** Where tokens are given, to whom, and for what. */
export function OAuthFields({ auth, onAuth }: Props) {
  return (
    <>
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
