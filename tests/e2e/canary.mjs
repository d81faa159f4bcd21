// Secrets that are planted everywhere, and every form in which one may be written.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

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

/** Says the request back in every form that a careless server may. */
export async function startEcho(t) {
  const got = [];
  const server = createServer(async (request, answer) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const whole = `${request.method} ${request.url}\n${request.rawHeaders.join("\n")}\n\n${body}`;
    got.push(whole);
    if (request.url.startsWith("/token")) {
      const given = { access_token: plant("granted"), token_type: "Bearer", refresh_token: plant("refresh") };
      answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(given));
      return;
    }
    const say = {
      plain: whole,
      base64: Buffer.from(whole).toString("base64"),
      url: encodeURIComponent(whole),
      form: new URLSearchParams({ whole }).toString(),
      twice: JSON.stringify({ whole }),
    };
    const credential = request.headers.authorization ?? request.headers["x-key"];
    const headers = credential ? { "x-echo": encodeURIComponent(credential) } : {};
    if (request.headers.accept?.includes("event-stream")) {
      answer.writeHead(200, { "content-type": "text/event-stream", ...headers });
      for (const part of Object.values(say)) answer.write(`data: ${JSON.stringify(part)}\n\n`);
      answer.end();
      return;
    }
    answer.writeHead(200, { "content-type": "application/json", ...headers });
    answer.end(JSON.stringify(say));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, got };
}

/** A file of PKCS#12, and the key within it in PEM. */
export async function identity(folder, password) {
  const at = (name) => path.join(folder, name);
  const openssl = (...words) => execFileSync("openssl", words, { stdio: ["ignore", "ignore", "pipe"] });
  openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("k.pem"), "-out", at("c.pem"), "-days", "2", "-subj", "/CN=crane");
  openssl("pkcs12", "-export", "-inkey", at("k.pem"), "-in", at("c.pem"), "-out", at("i.p12"), "-passout", `pass:${password}`);
  const key = await readFile(at("k.pem"), "utf8");
  return { pkcs12: (await readFile(at("i.p12"))).toString("base64"), key };
}

/** Looks through every file below a folder; how many there were. */
export async function lookThrough(watch, folder, name) {
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, entry);
    if (!(await stat(file).catch(() => null))?.isFile()) continue;
    watch.look(`${name}/${entry}`, await readFile(file));
    files += 1;
  }
  return files;
}

/** Asks every GET of the API's own document, of everything there is. */
export async function walk(watch, fairlead, known) {
  const { paths } = await fairlead.api("GET", "/v1/openapi.json");
  let asked = 0;
  for (const [template, operations] of Object.entries(paths)) {
    if (!operations.get || template === "/v1/events") continue;
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    let targets = [template];
    for (const name of names) {
      const values = known[name] ?? [];
      targets = targets.flatMap((target) =>
        values.map((value) => target.replace(`{${name}}`, encodeURIComponent(value))),
      );
    }
    const queries = known.queries[template] ?? [""];
    for (const target of targets) {
      for (const query of queries) {
        const answer = await fairlead.fetch("GET", target + query);
        const bytes = Buffer.from(await answer.arrayBuffer());
        watch.look(`GET ${target}${query}`, bytes);
        watch.look(`headers of GET ${target}`, JSON.stringify([...answer.headers]));
        if (answer.ok) asked += 1;
      }
    }
    if (names.every((name) => known[name]?.length)) assert.ok(targets.length > 0, template);
  }
  return asked;
}
