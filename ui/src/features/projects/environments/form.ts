// An environment as a form holds it.
import type { Environment, EnvironmentAuth, NewEnvironment } from "@/api/types";

/** What a form holds: everything that is kept, and secrets that were typed, by name. */
export interface Form {
  setup: Required<NewEnvironment>;
  secrets: Record<string, string>;
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
    setup: {
      name,
      type,
      baseUrl,
      headers,
      auth,
      variables,
      proxyUrl,
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
    caCertificate: text(setup.caCertificate),
    auth:
      setup.auth.kind === "oauth2"
        ? { ...setup.auth, scopes: setup.auth.scopes?.filter((scope) => scope !== "") ?? [] }
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
  ["oauth2", "OAuth 2: client credentials"],
];

export const authName = (kind: Kind) =>
  kind === "description"
    ? "As described"
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
        tokenUrl: "https://",
        clientId: "",
        scopes: [],
        audience: null,
        clientAuth: "basic",
      };
    default:
      return { kind };
  }
}

const SECRETS: Record<string, string> = {
  apiKey: "API key",
  password: "Password",
  token: "Token",
  clientSecret: "Client secret",
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
  })[auth.kind];

export const secretName = (name: string) =>
  SECRETS[name] ?? `{{${name.replace(/^variable\./, "")}}}`;
