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

/** A new environment like another one. Secrets are never shown, so that they are not copied. */
export function copyOf(environment: Environment): Form {
  const form = formOf(environment);
  const name = `${environment.name} copy`.slice(0, 200);
  return { ...form, setup: { ...form.setup, name, isDefault: false, position: null } };
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

type OAuth = Extract<EnvironmentAuth, { kind: "oauth2" }>;

export const GRANTS: [NonNullable<OAuth["grant"]>, string][] = [
  ["clientCredentials", "Client credentials: the client's id and secret"],
  ["authorizationCode", "Authorization code with PKCE: a person signs in with a browser"],
  ["device", "Device code: a person signs in on any device"],
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
