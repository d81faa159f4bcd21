// Secrets that are planted everywhere, and every form in which one may be written.

/** A secret of a kind: with characters that JSON, URLs and base64 write differently. */
export const plant = (kind) => `c4n4ry-${kind}-+/="&~?%$ _9f3!Zq`;

/** Every form of a secret, also within base64 of more than itself. */
function forms(secret) {
  const bytes = Buffer.from(secret);
  const found = new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    encodeURIComponent(secret),
    [...bytes].map((b) => `%${b.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
    new URLSearchParams({ a: secret }).toString().slice(2),
    secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    // Bytes as a list of numbers, as `Debug` writes them.
    [...bytes].join(", "),
    [...bytes].join(","),
  ]);
  for (const before of ["", "1", "12"]) {
    const encoded = Buffer.from(before + secret).toString("base64");
    // The ends are mixed with what stands beside the secret.
    const within = encoded.slice(4, -4);
    found.add(within);
    found.add(within.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return [...found].map((form) => Buffer.from(form));
}

/** What looks for secrets in whatever it is given, and remembers where one was. */
export class Watch {
  constructor(secrets) {
    this.known = new Map(Object.entries(secrets).map(([kind, secret]) => [kind, forms(secret)]));
    this.found = [];
    this.looked = 0;
  }

  add(kind, secret) {
    this.known.set(kind, forms(secret));
  }

  look(place, content) {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content ?? "");
    this.looked += 1;
    for (const [kind, all] of this.known) {
      for (const form of all) {
        const at = bytes.indexOf(form);
        if (at < 0) continue;
        const around = bytes.subarray(Math.max(0, at - 120), at + form.length + 40);
        this.found.push(`${place}: ${kind} in …${around.toString("latin1")}…`);
      }
    }
  }
}
