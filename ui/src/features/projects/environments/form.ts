// An environment as a form holds it.
import type { Discovered, Environment, EnvironmentAuth, NewEnvironment } from "@/api/types";

/** A file with a client's certificate and key, as it was chosen. */
export interface IdentityFile {
  name: string;
  /** In base64. */
  pkcs12: string;
  password: string;
}

/** What a form holds: everything that is kept, and secrets that were typed, by name. */
export interface Form {
  setup: Required<NewEnvironment>;
  secrets: Record<string, string>;
  identity: IdentityFile | null;
}

export function formOf(environment?: Environment): Form {
  const {
    name = "",
    type = "SANDBOX",
    baseUrl = "https://",
    headers = [],
    auth = { kind: "none" },
    variables = [],
    proxyUrl = null,
    proxyUsername = null,
    clientCertificate = null,
    caCertificate = null,
    timeoutMs = null,
    connectTimeoutMs = null,
    isDefault = false,
    isActive = true,
    partnerEnabled = false,
    readOnly = false,
    position = null,
  } = environment ?? {};
  return {
    secrets: {},
    identity: null,
    setup: {
      name,
      type,
      baseUrl,
      headers,
      auth,
      variables,
      proxyUrl,
      proxyUsername,
      clientCertificate,
      caCertificate,
      timeoutMs,
      connectTimeoutMs,
      isDefault,
      isActive,
      partnerEnabled,
      readOnly,
      position,
    } as Required<NewEnvironment>,
  };
}

/** What is sent: empty texts are left out, and rows without a name. */
export function toSend({ setup }: Form): NewEnvironment {
  const text = (value: string | null | undefined) => value?.trim() || null;
  return {
    ...setup,
    name: setup.name.trim(),
    baseUrl: setup.type === "MOCK" ? null : text(setup.baseUrl),
    proxyUrl: text(setup.proxyUrl),
    proxyUsername: text(setup.proxyUsername),
    clientCertificate: text(setup.clientCertificate),
    caCertificate: text(setup.caCertificate),
    auth:
      setup.auth.kind === "oauth2"
        ? {
            ...setup.auth,
            scopes: setup.auth.scopes?.filter((scope) => scope !== "") ?? [],
            authorizationUrl: text(setup.auth.authorizationUrl),
            deviceUrl: text(setup.auth.deviceUrl),
            revocationUrl: text(setup.auth.revocationUrl),
            issuer: text(setup.auth.issuer),
          }
        : setup.auth.kind === "hmac"
          ? {
              ...setup.auth,
              timestampHeader: text(setup.auth.timestampHeader),
              bodyHashHeader: text(setup.auth.bodyHashHeader),
            }
          : setup.auth,
    headers: setup.headers.filter((h) => h.name.trim() !== ""),
    variables: setup.variables
      .filter((v) => v.name.trim() !== "")
      .map((v) => ({ ...v, name: v.name.trim(), value: v.secret ? "" : v.value })),
  };
}

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

type OAuth = Extract<EnvironmentAuth, { kind: "oauth2" }>;

export const GRANTS: [NonNullable<OAuth["grant"]>, string][] = [
  ["clientCredentials", "With the client's id and secret (client credentials)"],
  ["authorizationCode", "A person signs in with a browser (authorization code, PKCE)"],
  ["device", "A person signs in on any device (device code)"],
];

/** The authentication with the addresses that an issuer has named; what it leaves out stays. */
export const discovered = (auth: OAuth, found: Discovered): OAuth => ({
  ...auth,
  issuer: found.issuer,
  tokenUrl: found.tokenUrl,
  authorizationUrl: found.authorizationUrl ?? auth.authorizationUrl,
  deviceUrl: found.deviceUrl ?? auth.deviceUrl,
  revocationUrl: found.revocationUrl ?? auth.revocationUrl,
  clientAuth: found.clientAuth,
});

/** Whether a person has to sign in. */
export const isSignIn = (auth: EnvironmentAuth): auth is OAuth =>
  auth.kind === "oauth2" && (auth.grant === "authorizationCode" || auth.grant === "device");

export const authName = (kind: Kind) =>
  kind === "description"
    ? "As described"
    : kind === "awsSigV4"
      ? "AWS Signature 4"
      : kind === "hmac"
        ? "HMAC signature"
        : (AUTH_KINDS.find(([k]) => k === kind)?.[1] ?? kind).replace(/:.*/, "");

/** A kind of authentication as it begins. */
export function freshAuth(kind: Kind): EnvironmentAuth {
  switch (kind) {
    case "apiKey":
      return { kind, place: "header", name: "X-API-Key" };
    case "basic":
      return { kind, username: "" };
    case "bearer":
      return { kind, prefix: "Bearer" };
    case "oauth2":
      return {
        kind,
        grant: "clientCredentials",
        tokenUrl: "https://",
        clientId: "",
        scopes: [],
        audience: null,
        clientAuth: "basic",
      };
    case "hmac":
      return {
        kind,
        template: "{{method}}\n{{pathAndQuery}}\n{{timestamp}}\n{{bodyHash}}",
        header: "X-Signature",
        prefix: "",
        algorithm: "sha256",
        encoding: "hex",
        timestampHeader: "X-Timestamp",
        timestampFormat: "seconds",
        bodyHashHeader: null,
      };
    case "awsSigV4":
      return { kind, accessKeyId: "", region: "us-east-1", service: "execute-api" };
    default:
      return { kind };
  }
}

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

/** The secrets of a kind of authentication. */
export const secretsOf = (auth: EnvironmentAuth): string[] =>
  ({
    none: [],
    description: [],
    apiKey: ["apiKey"],
    basic: ["password"],
    bearer: ["token"],
    oauth2: ["clientSecret"],
    hmac: ["signingKey"],
    awsSigV4: ["secretAccessKey", "sessionToken"],
  })[auth.kind];

export const secretName = (name: string) =>
  SECRETS[name] ?? `{{${name.replace(/^variable\./, "")}}}`;

/** Whether requests may go without a secret: public clients and lasting credentials have none. */
export const isOptional = (auth: EnvironmentAuth, name: string) =>
  (name === "clientSecret" && isSignIn(auth)) || name === "sessionToken";
