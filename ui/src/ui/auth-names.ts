// What kinds of authentication and their secrets are called.
import type { EnvironmentAuth } from "@/api/types";

type Kind = EnvironmentAuth["kind"];

export const AUTH_KINDS: [Kind, string][] = [
  ["none", "None"],
  ["description", "As the description asks, with the project's credentials"],
  ["apiKey", "API key"],
  ["basic", "Basic: name and password"],
  ["bearer", "Bearer token"],
  ["oauth2", "OAuth 2"],
  ["hmac", "Signed request: HMAC"],
  ["awsSigV4", "Signed request: AWS Signature 4"],
];

/** The short name of a kind. */
export const authName = (kind: Kind) =>
  kind === "description"
    ? "As described"
    : kind === "awsSigV4"
      ? "AWS Signature 4"
      : kind === "hmac"
        ? "HMAC signature"
        : (AUTH_KINDS.find(([k]) => k === kind)?.[1] ?? kind).replace(/:.*/, "");

const SECRETS: Record<string, string> = {
  apiKey: "API key",
  password: "Password",
  token: "Token",
  clientSecret: "Client secret",
  signingKey: "Signing key",
  secretAccessKey: "Secret access key",
  sessionToken: "Session token",
  clientKey: "Private key of the client certificate",
  proxyPassword: "Password of the proxy",
};

/** What the secret of an environment is called; a variable by its braces. */
export const secretName = (name: string) =>
  SECRETS[name] ?? `{{${name.replace(/^variable\./, "")}}}`;

type OAuth = Extract<EnvironmentAuth, { kind: "oauth2" }>;

/** Whether a person has to sign in. */
export const isSignIn = (auth: EnvironmentAuth): auth is OAuth =>
  auth.kind === "oauth2" && (auth.grant === "authorizationCode" || auth.grant === "device");

/** Whether requests may go without a secret: public clients and lasting credentials have none. */
export const isOptional = (auth: EnvironmentAuth, name: string) =>
  (name === "clientSecret" && isSignIn(auth)) || name === "sessionToken";
