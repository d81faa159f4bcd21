// A client's certificate from a file, and addresses from an issuer, as a person sets them up.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";
import { startProvider } from "./third-party.mjs";

const shots = process.env.SHOTS;
const shoot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });
const PASSWORD = "a password nobody may see";

/** A server that asks for a certificate, and files of one: PKCS#12 and PEM. */
async function startServer(t) {
  const folder = await mkdtemp(path.join(tmpdir(), "fairlead-pki-"));
  const openssl = (...words) =>
    execFileSync("openssl", words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  const made = (name, ...more) =>
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.crt`, "-days", "2", "-subj", `/CN=${name}`, ...more);
  made("pier");
  made("crane");
  openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "localhost.key", "-out", "localhost.csr", "-subj", "/CN=localhost");
  await writeFile(path.join(folder, "names"), "subjectAltName=DNS:localhost\n");
  openssl("x509", "-req", "-in", "localhost.csr", "-CA", "pier.crt", "-CAkey", "pier.key", "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "localhost.crt");
  openssl("pkcs12", "-export", "-inkey", "crane.key", "-in", "crane.crt", "-out", "crane.p12", "-passout", `pass:${PASSWORD}`);
  const read = (name) => readFile(path.join(folder, name));
  const options = { key: await read("localhost.key"), cert: await read("localhost.crt"), ca: await read("crane.crt"), requestCert: true };
  const seen = [];
  const server = createServer(options, (request, answer) => {
    seen.push(request.socket.getPeerCertificate().subject?.CN);
    answer.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0);
  await once(server, "listening");
  t.after(() => {
    server.close();
    return rm(folder, { recursive: true, force: true });
  });
  const pem = `${await read("crane.crt")}${await read("crane.key")}`;
  return {
    seen,
    url: `https://localhost:${server.address().port}`,
    trusted: `${await read("pier.crt")}`,
    p12: await read("crane.p12"),
    pem: Buffer.from(pem),
  };
}

for (const [width, colorScheme] of [
  [1280, "light"],
  [375, "dark"],
]) {
  test(`a certificate comes from a file, at ${width} pixels and ${colorScheme}`, async (t) => {
    const server = await startServer(t);
    const fairlead = await Fairlead.start(t);
    const { project } = await fairlead.importSample();
    const base = `/v1/projects/${project.id}`;
    const { items } = await fairlead.api("GET", `${base}/operations`);
    const operationId = items.find((o) => o.method === "GET" && !o.path.includes("{")).id;
    const page = await open(await launch(t), fairlead, { viewport: { width, height: 800 }, colorScheme });
    await visit(page, fairlead, `/projects/${project.id}/environments`);
    await page.getByRole("button", { name: "New environment" }).click();
    const form = page.getByRole("form", { name: "Environment" });
    await form.getByLabel("Name", { exact: true }).fill("Quay");
    await form.getByLabel("Base URL").fill(server.url);
    await form.getByText("Proxy, certificates, time limits").click();
    await form.getByLabel("Certificates trusted besides the system's (PEM)").fill(server.trusted);
    const chooser = form.getByLabel("File of the client certificate");
    await chooser.setInputFiles({ name: "crane.p12", mimeType: "application/x-pkcs12", buffer: server.p12 });
    await form.getByText("crane.p12").waitFor();
    await form.getByLabel("Password of the file").fill("another password");
    await form.getByText("crane.p12").scrollIntoViewIfNeeded();
    await shoot(page, `identity-file-${width}-${colorScheme}`);
    await checkAccessibility(page);
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("The password does not open the file.").waitFor();
    await form.getByText("The password does not open the file.").scrollIntoViewIfNeeded();
    await shoot(page, `identity-wrong-${width}-${colorScheme}`);
    await form.getByLabel("Password of the file").fill(PASSWORD);
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });

    const [environment] = (await fairlead.api("GET", `${base}/environments`)).items;
    const send = () =>
      fairlead.api("POST", `${base}/playground/send`, {
        operationId,
        target: { kind: "environment", id: environment.id },
      });
    assert.equal((await send()).response.status, 200);
    assert.deepEqual(server.seen, ["crane"]);
    assert.ok(!JSON.stringify(environment).includes(PASSWORD));

    // PEM fills the fields that were there before.
    await page.getByRole("button", { name: "Edit Quay" }).click();
    await form.getByText("Proxy, certificates, time limits").click();
    await form.getByLabel("Client certificate (PEM)").fill("");
    await chooser.setInputFiles({ name: "crane.pem", mimeType: "text/plain", buffer: server.pem });
    await page.waitForFunction(() =>
      document.querySelector('[aria-label="Client certificate (PEM)"]').value.startsWith("-----BEGIN CERTIFICATE"),
    );
    assert.match(await form.getByLabel("Private key of the client certificate").inputValue(), /PRIVATE KEY/);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false);
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    assert.equal((await send()).response.status, 200);
    assert.deepEqual(page.problems, []);
  });
}

test("an issuer fills in its addresses, at 375 pixels too", async (t) => {
  const provider = await startProvider(t, { life: 5 });
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead, { viewport: { width: 375, height: 800 } });
  await visit(page, fairlead, `/projects/${project.id}/environments`);
  await page.getByRole("button", { name: "New environment" }).click();
  const form = page.getByRole("form", { name: "Environment" });
  await form.getByLabel("Kind").selectOption("oauth2");
  await form.getByLabel("Flow").selectOption("authorizationCode");
  const ask = form.getByRole("button", { name: "Look up its addresses" });
  assert.equal(await ask.isDisabled(), true);
  await form.getByLabel("Issuer").fill("http://127.0.0.1:1/tenant");
  await ask.click();
  await form.getByText(/http:\/\/127\.0\.0\.1:1 cannot be reached/).waitFor();
  await form.getByLabel("Issuer").scrollIntoViewIfNeeded();
  await shoot(page, "issuer-refused");
  await form.getByLabel("Issuer").fill(provider.issuer);
  await ask.click();
  await form.getByText(/has filled in its addresses/).waitFor();
  const value = (label) => form.getByLabel(label, { exact: true }).inputValue();
  assert.equal(await value("Authorization URL"), `${provider.issuer}/auth`);
  assert.equal(await value("Token URL"), `${provider.issuer}/token`);
  assert.equal(await value("Revocation URL"), `${provider.issuer}/token/revocation`);
  await shoot(page, "issuer-found");
  await checkAccessibility(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false);
  assert.deepEqual(page.problems, []);
});
