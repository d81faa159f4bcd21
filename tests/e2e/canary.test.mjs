// Secrets go out in requests, and are found nowhere afterwards: no file, no answer, no log, no
// export, no code, nothing that the browser keeps.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { identity, lookThrough, plant, startEcho, Watch, walk } from "./canary.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";
import { signIn, startProvider } from "./third-party.mjs";

test("planted secrets are found nowhere", { timeout: 300_000 }, async (t) => {
  const kinds = [
    "apiKeyHeader", "apiKeyQuery", "apiKeyCookie", "password", "token", "clientSecret", "granted",
    "refresh", "signingKey", "secretAccessKey", "sessionToken", "ofEnvironment", "ofProject",
    "ofWorkspace", "credential", "proxyPassword", "passphrase", "fileOfPassword", "catcher", "saved",
  ];
  const secret = Object.fromEntries(kinds.map((kind) => [kind, plant(kind)]));
  // What stands in cookies and addresses of the catcher has fewer characters to choose from.
  secret.catcher = `whsec_${Buffer.from("c4n4ry-of-the-catcher-24").toString("base64")}`;
  const watch = new Watch(secret);
  const fairlead = await Fairlead.start(t, { FAIRLEAD_LOG: "trace" });
  let said = "";
  fairlead.process.stderr.on("data", (text) => {
    said += text;
  });
  const echo = await startEcho(t);
  const provider = await startProvider(t, { life: 3 });
  const folder = await mkdtemp(path.join(tmpdir(), "fairlead-canary-"));
  const pki = await mkdtemp(path.join(tmpdir(), "fairlead-pki-"));
  t.after(() => Promise.all([folder, pki].map((f) => rm(f, { recursive: true, force: true }))));

  const { project, mock } = await fairlead.importSample();
  const base = `/v1/projects/${project.id}`;
  const { items: operations } = await fairlead.api("GET", `${base}/operations`);
  const keyed = operations.find((o) => o.operationId === "createBooking");
  const put = (target, value) => fairlead.api("PUT", `${base}${target}`, { value });
  await put("/credentials/officeKey", secret.credential);
  await fairlead.api("PUT", `${base}/variables/inProject`, { value: secret.ofProject, secret: true });
  await fairlead.api("PUT", "/v1/variables/inAll", { value: secret.ofWorkspace, secret: true });

  const auths = {
    header: [{ kind: "apiKey", place: "header", name: "X-Key" }, { apiKey: "apiKeyHeader" }],
    query: [{ kind: "apiKey", place: "query", name: "key" }, { apiKey: "apiKeyQuery" }],
    cookie: [{ kind: "apiKey", place: "cookie", name: "key" }, { apiKey: "apiKeyCookie" }],
    basic: [{ kind: "basic", username: "ada" }, { password: "password" }],
    bearer: [{ kind: "bearer" }, { token: "token" }],
    oauth: [
      { kind: "oauth2", tokenUrl: `${echo.url}/token`, clientId: "crane" },
      { clientSecret: "clientSecret" },
    ],
    hmac: [
      { kind: "hmac", header: "X-Signature", template: "{{method}}{{hush}}" },
      { signingKey: "signingKey" },
    ],
    aws: [
      { kind: "awsSigV4", accessKeyId: "AKID", region: "r", service: "s" },
      { secretAccessKey: "secretAccessKey", sessionToken: "sessionToken" },
    ],
  };
  const environments = [];
  for (const [name, [auth, secrets]] of Object.entries(auths)) {
    const made = await fairlead.api("POST", `${base}/environments`, {
      name,
      type: "SANDBOX",
      baseUrl: echo.url,
      auth,
      headers: [{ name: "X-Hush", value: "{{hush}}|{{inProject}}|{{inAll}}", enabled: true }],
      variables: [{ name: "hush", value: "", secret: true }],
    });
    environments.push(made.id);
    for (const [secretName, kind] of Object.entries(secrets))
      await put(`/environments/${made.id}/secrets/${secretName}`, secret[kind]);
    await put(`/environments/${made.id}/secrets/variable.hush`, secret.ofEnvironment);
  }
  // A client certificate with its key, and a proxy that wants a password.
  const p12 = await identity(pki, secret.fileOfPassword);
  watch.add("clientKey", p12.key.split("\n")[3]);
  const [first] = environments;
  await fairlead.api("PUT", `${base}/environments/${first}/client-certificate`, {
    pkcs12: p12.pkcs12,
    password: secret.fileOfPassword,
  });
  const wrong = await fairlead.fetch("PUT", `${base}/environments/${first}/client-certificate`, {
    pkcs12: p12.pkcs12,
    password: secret.passphrase,
  });
  watch.look("a refusal of a file", await wrong.text());
  const proxied = await fairlead.api("POST", `${base}/environments`, {
    name: "proxied", type: "UAT", baseUrl: "http://quay.invalid", proxyUrl: echo.url, proxyUsername: "ada",
  });
  await put(`/environments/${proxied.id}/secrets/proxyPassword`, secret.proxyPassword);
  environments.push(proxied.id);

  // Everything is sent: checked, sent, followed as it comes; with secrets typed where they do not belong.
  const sample = await fairlead.api("GET", `${base}/operations/${keyed.id}/sample`);
  const exchanges = [];
  for (const id of environments) {
    // What the vault does not have, nobody can know in a text.
    const unknown = ["passphrase", "fileOfPassword", "catcher", "saved", "refresh"];
    const careless = kinds.filter((kind) => !unknown.includes(kind)).map((kind) => secret[kind]);
    const target = { kind: "environment", id };
    const draft = {
      ...sample,
      target,
      query: [...(sample.query ?? []), { name: "note", value: careless[environments.indexOf(id)], enabled: true }],
      headers: [{ name: "Accept", value: "text/event-stream", enabled: true }],
      body: { contentType: "application/json", text: JSON.stringify({ berthId: 7, note: careless.slice(0, 6), [secret.token]: 1 }) },
    };
    watch.look("a check", JSON.stringify(await fairlead.api("POST", `${base}/playground/validate`, draft)));
    const sent = await fairlead.api("POST", `${base}/playground/send`, draft);
    watch.look("an answer of send", JSON.stringify(sent));
    const exchange = crypto.randomUUID();
    exchanges.push(exchange);
    const at = `${base}/playground/exchanges/${exchange}`;
    await fairlead.api("PUT", at, draft);
    await eventually("the end of it", async () => {
      const now = await fairlead.api("GET", at);
      watch.look("an exchange as it comes", JSON.stringify(now));
      return now.state === "done";
    });
    for (const language of ["curl", "python", "javascript", "go"]) {
      const code = await fairlead.api("POST", `${base}/playground/code`, { ...draft, language }).catch((e) => e);
      watch.look("code of a draft", code instanceof Error ? code.message : JSON.stringify(code));
    }
    const test = await fairlead.api("POST", `${base}/environments/${id}/test`);
    watch.look("a test of a connection", JSON.stringify(test));
  }
  // It was indeed sent.
  const sent = echo.got.join("\n");
  for (const kind of ["apiKeyHeader", "token", "ofEnvironment", "ofProject", "ofWorkspace", "granted"])
    assert.ok(sent.includes(secret[kind]), `${kind} was never sent`);
  assert.ok(sent.includes(Buffer.from(`ada:${secret.password}`).toString("base64")));
  assert.ok(sent.includes(Buffer.from(`ada:${secret.proxyPassword}`).toString("base64")));

  // The mock hears it too, as does a catcher.
  await fetch(`${mock.url}/bookings?key=${encodeURIComponent(secret.credential)}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-harbour-key": secret.credential, authorization: `Bearer ${secret.token}` },
    body: JSON.stringify({ note: secret.ofProject }),
  }).then((r) => r.arrayBuffer());
  const catcher = await fairlead.api("POST", `${base}/catchers`, { port: 0, settings: { scheme: "standard" } });
  await fairlead.api("PUT", `${base}/catchers/${catcher.id}/secret`, { secret: secret.catcher });
  const caught = await fairlead.api("GET", `${base}/catchers/${catcher.id}`);
  assert.ok(caught.url, "the catcher listens");
  await fetch(caught.url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ a: secret.catcher, b: secret.token }) }).then((r) => r.arrayBuffer());

  // Saved requests with credentials in them, kept in a folder too.
  await fairlead.api("PUT", `${base}/requests/folder`, { path: folder });
  const saved = await fairlead.api("POST", `${base}/requests`, {
    name: "With everything",
    request: {
      method: "POST",
      url: "http://h/all",
      auth: { type: "bearer", token: secret.saved },
      headers: [{ name: "X-Api-Key", value: secret.saved }, { name: "Authorization", value: `Bearer ${secret.saved}` }],
      body: { type: "json", text: JSON.stringify({ password: secret.saved, note: secret.token }) },
    },
  });
  watch.look("a saved request", JSON.stringify(saved));
  const curl = `curl -H 'Authorization: Bearer ${secret.saved.replaceAll("'", "")}' https://h/import`;
  watch.add("curl", secret.saved.replaceAll("'", ""));
  const imported = await fairlead.api("POST", `${base}/requests/import`, {
    source: { kind: "upload", files: [{ name: "calls.sh", text: curl }] },
    keepSecrets: true,
  });
  watch.look("an import of curl", JSON.stringify(imported));
  watch.look("an export of requests", await fairlead.fetch("POST", `${base}/requests/export`, {}).then((r) => r.text()));

  // A person signs in at a provider that others wrote.
  const quay = await fairlead.api("POST", `${base}/environments`, {
    name: "Quay",
    type: "SANDBOX",
    baseUrl: `${provider.issuer}/api`,
    auth: {
      kind: "oauth2", grant: "authorizationCode", clientId: "crane", scopes: ["openid"],
      issuer: provider.issuer, authorizationUrl: `${provider.issuer}/auth`,
      tokenUrl: `${provider.issuer}/token`, revocationUrl: `${provider.issuer}/token/revocation`,
    },
  });
  const browser = await launch(t);
  const page = await open(browser, fairlead);
  await visit(page, fairlead, `/projects/${project.id}/environments`);
  const panel = page.getByRole("region", { name: "Sign-in of Quay" });
  await panel.getByRole("button", { name: "Sign in to Quay" }).click();
  const popup = page.waitForEvent("popup");
  await panel.getByRole("link", { name: "Open the sign-in page" }).click();
  await signIn(await popup);
  await panel.getByText("signed in", { exact: true }).waitFor();
  const plain = operations.find((o) => o.method === "GET" && !o.path.includes("{"));
  for (let n = 0; n < 2; n++) {
    const target = { kind: "environment", id: quay.id };
    const answer = await fairlead.api("POST", `${base}/playground/send`, { operationId: plain.id, target });
    assert.equal(answer.response.status, 200);
    await new Promise((resolve) => setTimeout(resolve, 3_500));
  }
  assert.ok(provider.asked.length >= 2 && provider.refreshed.length >= 1);
  provider.asked.forEach((token, n) => watch.add(`access ${n}`, token));
  provider.refreshed.forEach((params, n) => watch.add(`refresh ${n}`, params.refresh_token));

  // A person works in the browser: sets a secret, sends, looks at traces, copies code.
  await page.getByRole("button", { name: "Edit bearer" }).first().click();
  const form = page.getByRole("form", { name: "Environment" });
  secret.typed = plant("typed");
  watch.add("typed", secret.typed);
  await form.getByLabel("Token", { exact: true }).fill(secret.typed);
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  await page.evaluate(
    ([key, kept]) => localStorage.setItem(key, kept),
    [`fairlead.target.${project.id}`, JSON.stringify({ kind: "environment", id: environments[4] })],
  );
  await visit(page, fairlead, `/projects/${project.id}/playground?operation=${plain.id}`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const response = page.getByRole("region", { name: "Response" });
  await response.getByRole("link", { name: "See the trace" }).waitFor();
  assert.ok(echo.got.at(-1).includes(secret.typed), "the typed secret was sent");
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.getByLabel("Copy as", { exact: true }).selectOption("curl");
  await eventually("code", () => page.evaluate(() => navigator.clipboard.readText()));
  watch.look("the clipboard", await page.evaluate(() => navigator.clipboard.readText()));
  watch.look("the page of the playground", await page.content());
  await response.getByRole("link", { name: "See the trace" }).click();
  await page.getByText("request", { exact: false }).first().waitFor();
  watch.look("the page of a trace", await page.content());
  const kept = await page.evaluate(async () => {
    const bases = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store).getAll();
        bases.push(await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); }));
      }
    }
    return JSON.stringify({ ...localStorage, session: { ...sessionStorage }, bases, cookies: document.cookie });
  });
  assert.ok(kept.includes("fairlead.tab"), "the browser has kept something");
  watch.look("what the browser keeps", kept);

  // Bundles are sealed; events, exports and every answer of the API say nothing.
  const sealed = await fairlead.api("POST", `${base}/environments/export`, { passphrase: secret.passphrase });
  watch.look("a bundle", JSON.stringify(sealed));
  const replaced = await fairlead.api("POST", `${base}/environments/import`, { ...sealed, passphrase: secret.passphrase, replace: true });
  watch.look("an import", JSON.stringify(replaced));
  const listening = new AbortController();
  setTimeout(() => listening.abort(), 1_500);
  const authorization = `Bearer ${fairlead.token}`;
  const events = await fetch(`${fairlead.origin}/v1/events?after=0`, { headers: { authorization }, signal: listening.signal });
  let told = "";
  try {
    for await (const part of events.body.pipeThrough(new TextDecoderStream())) told += part;
  } catch {}
  assert.ok(told.includes("environment"), "events were told");
  watch.look("events", told);
  const ids = async (target) => (await fairlead.api("GET", `${base}${target}`)).items.map((item) => item.id);
  const traces = (await fairlead.api("GET", `${base}/traces?limit=500`)).items.map((item) => item.id);
  const specs = await ids("/specs");
  const known = {
    projectId: [project.id],
    environmentId: [...environments, quay.id],
    traceId: traces,
    mockId: [mock.id],
    catcherId: [catcher.id],
    deliveryId: await ids(`/catchers/${catcher.id}/deliveries`),
    requestId: await ids("/requests"),
    specId: specs,
    operationId: operations.map((o) => o.id),
    exchangeId: exchanges,
    scheme: ["officeKey"],
    name: ["Booking"],
    queries: {
      "/v1/projects/{projectId}/traces/export": ["", "?format=csv", "?format=ndjson", "?format=har"],
      "/v1/projects/{projectId}/traces": ["?limit=500", "?q=c4n4ry", "?errors=true"],
      "/v1/projects/{projectId}/traces/compare": traces.slice(1).map((id) => `?left=${traces[0]}&right=${id}`),
      "/v1/projects/{projectId}/requests/{requestId}/code": ["curl", "python", "go", "powershell"].map((l) => `?language=${l}`),
      "/v1/projects/{projectId}/specs/{specId}/files/content": ["?name=harbour.yaml"],
    },
  };
  const asked = await walk(watch, fairlead, known);
  assert.ok(asked > 100, `only ${asked} questions were answered`);

  // The disk: while it is open, with the logs of SQLite, and afterwards.
  await lookThrough(watch, folder, "folder of requests");
  assert.ok((await lookThrough(watch, fairlead.data, "data")) > 5);
  await fairlead.stop();
  await lookThrough(watch, fairlead.data, "data afterwards");
  assert.ok(said.length > 1_000, "the log says much");
  watch.look("standard error", said);
  assert.ok(watch.looked > 300, `${watch.looked}`);
  const places = new Map(watch.found.map((line) => [line.slice(0, line.indexOf(" in …")), line]));
  assert.deepEqual([...places.values()].slice(0, 20), [], `${places.size} places`);
});
