// How webhooks are signed, as people choose and read it.
import type { Caught, SignatureScheme } from "@/api/types";
import type { Tone } from "@/ui/badge";

export type SchemeName = "none" | "standard" | "standardSha512" | "stripe" | "github" | "generic";

export const SCHEMES: [SchemeName, string][] = [
  ["none", "Not signed"],
  ["standard", "Standard Webhooks"],
  ["standardSha512", "Standard Webhooks, SHA-512"],
  ["stripe", "Stripe"],
  ["github", "GitHub"],
  ["generic", "HMAC in a header of your own"],
];

/** What the fields of a scheme of one's own hold. */
export interface Own {
  header: string;
  algorithm: "hmac-sha256" | "hmac-sha512";
  encoding: "hex" | "base64";
  prefix: string;
  signs: string;
  idHeader: string;
  timestampHeader: string;
}

export const OWN: Own = {
  header: "X-Signature",
  algorithm: "hmac-sha256",
  encoding: "hex",
  prefix: "",
  signs: "{body}",
  idHeader: "",
  timestampHeader: "",
};

/** A scheme as the API takes it. */
export function toScheme(name: SchemeName, own: Own): SignatureScheme | null {
  if (name === "none") return null;
  if (name !== "generic") return name;
  return {
    generic: {
      ...own,
      idHeader: own.idHeader || null,
      timestampHeader: own.timestampHeader || null,
    },
  };
}

/** The choice and the fields that a scheme of the API stands for. */
export function fromScheme(scheme: SignatureScheme | null | undefined): {
  name: SchemeName;
  own: Own;
} {
  if (!scheme) return { name: "none", own: OWN };
  if (typeof scheme === "string") return { name: scheme, own: OWN };
  const { idHeader, timestampHeader, ...rest } = scheme.generic;
  return {
    name: "generic",
    own: {
      ...OWN,
      ...rest,
      idHeader: idHeader ?? "",
      timestampHeader: timestampHeader ?? "",
    },
  };
}

export const nameOf = (scheme: SignatureScheme | null | undefined) =>
  SCHEMES.find(([name]) => name === fromScheme(scheme).name)?.[1] ?? "";

const LABELS: Record<string, string> = {
  valid: "signature valid",
  missingHeader: "header missing",
  malformed: "malformed",
  wrongSignature: "wrong signature",
  tooOld: "too old",
  tooNew: "too new",
};

/** What is told of a delivery in a word or two each. */
export function chips(caught: Caught): [Tone, string][] {
  const found: [Tone, string][] = [];
  const { verdict, detected, payloadValid } = caught;
  if (verdict) {
    found.push([verdict.kind === "valid" ? "ok" : "err", LABELS[verdict.kind] ?? verdict.kind]);
  } else found.push(["neutral", detected ? "not checked" : "not signed"]);
  if (payloadValid != null) {
    found.push(payloadValid ? ["ok", "payload valid"] : ["err", "payload invalid"]);
  }
  if (caught.duplicate) found.push(["warn", "came before"]);
  return found;
}
