// Certificates and keys as text (RFC 7468).
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g;

/** The certificates and the key of a text; null where it holds neither. */
export function partsOfPem(text: string): { certificates: string; key: string } | null {
  const blocks = [...text.matchAll(BLOCK)];
  const all = (fits: (label: string) => boolean) =>
    blocks
      .filter(([, label]) => fits(label ?? ""))
      .map(([block]) => `${block}\n`)
      .join("");
  const certificates = all((label) => label === "CERTIFICATE");
  const key = all((label) => label.endsWith("PRIVATE KEY"));
  return certificates || key ? { certificates, key } : null;
}
