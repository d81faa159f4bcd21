// Environments in the browser: made, used in the playground, locked and unlocked.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const KEY = "a-key-nobody-may-see-here";
const shots = process.env.SHOTS;
const shoot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });

/** A server that keeps what it was asked. */
async function api(t) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers });
    response.setHeader("content-type", "application/json").end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { asked, url: `http://127.0.0.1:${server.address().port}` };
}

async function prepare(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const { items } = await fairlead.api("GET", `/v1/projects/${project.id}/operations`);
  const page = await open(await launch(t), fairlead, options);
  const operation = (method) =>
    items.find((o) => o.kind === "operation" && o.method === method && !o.path.includes("{")).id;
  return { fairlead, page, project: project.id, operation, server: await api(t) };
}

test("an environment is written, its key set, and a request goes there with it", async (t) => {
  const { fairlead, page, project, operation, server } = await prepare(t);
  await visit(page, fairlead, `/projects/${project}/environments`);
  await page.getByRole("button", { name: "New environment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Partner sandbox");
  await dialog.getByLabel("Base URL").fill(`${server.url}/{{tenant}}`);
  await dialog.getByLabel("Kind").selectOption("apiKey");
  await dialog.getByLabel("API key", { exact: true }).fill(KEY);
  await dialog.getByRole("button", { name: "Variable", exact: true }).click();
  await dialog.getByLabel("Name of variable 1").fill("tenant");
  await dialog.getByLabel("Value of variable 1").fill("north");
  await dialog.getByLabel("Default").check();
  await shoot(page, "dialog");
  await checkAccessibility(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  const card = page.getByRole("article", { name: "Partner sandbox" });
  await card.getByText("set", { exact: true }).waitFor();
  await card.getByText("default", { exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(KEY), "the key is nowhere in the page");
  await card.getByRole("button", { name: "Test connection" }).click();
  const found = card.getByRole("region", { name: "Connection" });
  await found.getByText("The environment can be reached.").waitFor();
  assert.equal(await found.getByRole("listitem").count(), 5);
  await shoot(page, "settings");
  await checkAccessibility(page);
  server.asked.length = 0;

  // The default is where a new request goes.
  await visit(page, fairlead, `/projects/${project}/playground?operation=${operation("GET")}`);
  const chooser = page.getByRole("combobox", { name: "Send to" });
  await eventually("the default", async () => (await chooser.inputValue()).startsWith("environment:"));
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await eventually("the request", () => server.asked.length === 1);
  assert.match(server.asked[0].url, /^\/north\//);
  assert.equal(server.asked[0].headers["x-api-key"], KEY);
  await page.getByRole("region", { name: "Response" }).getByText("200").first().waitFor();
  assert.ok(!(await page.content()).includes(KEY), "nor here");

  // What was chosen last stays chosen in the project.
  await chooser.selectOption("mock");
  await visit(page, fairlead, `/projects/${project}/playground?operation=${operation("POST")}`);
  await chooser.waitFor();
  assert.equal(await chooser.inputValue(), "mock");
  assert.deepEqual(page.problems, []);
});

for (const [name, options] of [
  ["wide and light", {}],
  ["narrow and dark", { viewport: { width: 375, height: 740 }, colorScheme: "dark" }],
]) {
  test(`production is marked, and sends nothing unsafe until it is unlocked: ${name}`, async (t) => {
    const { fairlead, page, project, operation, server } = await prepare(t, options);
    const body = { name: "Live", type: "PRODUCTION", baseUrl: server.url, isDefault: true };
    await fairlead.api("POST", `/v1/projects/${project}/environments`, body);
    await visit(page, fairlead, `/projects/${project}/playground?operation=${operation("POST")}`);
    const banner = page.getByRole("region", { name: "Environment" });
    await banner.getByText("PRODUCTION").waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Live is read-only: POST is not sent there.").waitFor();
    assert.equal(server.asked.length, 0);
    await shoot(page, `production-${name.split(" ")[0]}`);
    await checkAccessibility(page);
    await banner.getByRole("button", { name: "Unlock for 15 minutes" }).focus();
    await page.keyboard.press("Enter");
    await banner.getByText("unlocked until").waitFor();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await eventually("the request", () => server.asked.length === 1);
    await shoot(page, `unlocked-${name.split(" ")[0]}`);
    await banner.getByRole("button", { name: "Lock again" }).click();
    await banner.getByText("only GET").waitFor();

    await visit(page, fairlead, `/projects/${project}/environments`);
    await page.getByRole("button", { name: "Edit Live" }).click();
    await page.getByRole("dialog").getByLabel("Kind").selectOption("basic");
    await shoot(page, `edit-${name.split(" ")[0]}`);
    await checkAccessibility(page);
    // What was typed is not lost by a key.
    await page.keyboard.press("Escape");
    const leaving = page.getByRole("dialog", { name: "Leave without saving?" });
    await leaving.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await page.getByRole("dialog").getByLabel("Kind").inputValue(), "basic");
    await page.keyboard.press("Escape");
    await leaving.getByRole("button", { name: "Leave" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than the page");
    await shoot(page, `card-${name.split(" ")[0]}`);
    assert.deepEqual(page.problems, []);
  });
}

test("variables have scopes, and environments travel behind a passphrase", async (t) => {
  const { fairlead, page, project, operation, server } = await prepare(t);
  await visit(page, fairlead, "/settings?view=variables");
  const add = async (name, value, secret) => {
    await page.getByRole("button", { name: "New variable" }).click();
    const form = page.getByRole("form", { name: "Variable" });
    await form.getByLabel("Name").fill(name);
    await form.getByLabel("Value").fill(value);
    if (secret) await form.getByLabel(/Secret/).check();
    await form.getByRole("button", { name: "Keep" }).click();
    await form.waitFor({ state: "detached" });
  };
  await add("tenant", "of-workspace");
  await shoot(page, "variables-workspace");
  await checkAccessibility(page);
  await visit(page, fairlead, `/projects/${project}/environments`);
  await add("tenant", "of-project");
  await add("hush", KEY, true);
  const variables = page.getByRole("region", { name: "Variables" });
  await variables.getByText("secret, set").waitFor();
  assert.ok(!(await page.content()).includes(KEY));

  // One whose requests are signed.
  await page.getByRole("button", { name: "New environment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Signed");
  await dialog.getByLabel("Base URL").fill(`${server.url}/{{tenant}}`);
  await dialog.getByLabel("Kind").selectOption("hmac");
  await dialog.getByLabel("Before the signature").fill("v1=");
  await dialog.getByLabel("Signing key", { exact: true }).fill(KEY);
  await shoot(page, "dialog-hmac");
  await checkAccessibility(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  const card = page.getByRole("article", { name: "Signed" });
  await card.getByText("HMAC signature").waitFor();
  // A secret is replaced without opening the rest.
  await card.getByRole("button", { name: "Replace Signing key of Signed" }).click();
  await page.keyboard.type(`${KEY}-2`);
  await page.keyboard.press("Enter");
  await card.getByRole("button", { name: "Replace Signing key of Signed" }).waitFor();
  const { items } = await fairlead.api("GET", `/v1/projects/${project}/environments`);
  const target = { kind: "environment", id: items[0].id };
  const draft = { operationId: operation("GET"), target };
  await fairlead.api("POST", `/v1/projects/${project}/playground/send`, draft);
  assert.match(server.asked[0].url, /^\/of-project\//);
  assert.match(server.asked[0].headers["x-signature"], /^v1=[0-9a-f]{64}$/);

  await page.getByRole("button", { name: "Export…" }).click();
  await dialog.getByLabel(/Take the secrets along/).check();
  await dialog.getByLabel(/Passphrase/).fill("four words that rhyme");
  await shoot(page, "export");
  await checkAccessibility(page);
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  const file = await (await saved).path();
  const text = await readFile(file, "utf8");
  assert.match(text, /^-----BEGIN AGE ENCRYPTED FILE-----/);
  await dialog.waitFor({ state: "detached" });

  await card.getByRole("button", { name: "Delete Signed" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await card.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Import…" }).click();
  const bundle = { name: "environments.age", mimeType: "text/plain", buffer: Buffer.from(text) };
  await dialog.getByLabel("File of an export").setInputFiles(bundle);
  await dialog.getByLabel("Passphrase of the bundle").fill("another one entirely");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.getByText("The bundle cannot be opened.").waitFor();
  await dialog.getByLabel("Passphrase of the bundle").fill("four words that rhyme");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await card.getByText("set", { exact: true }).waitFor();
  await fairlead.api("POST", `/v1/projects/${project}/playground/send`, {
    ...draft,
    target: { kind: "environment", id: await environmentOf(fairlead, project) },
  });
  assert.match(server.asked.at(-1).headers["x-signature"], /^v1=/, "its key came along");
  await shoot(page, "settings-after");
  await checkAccessibility(page);
});

async function environmentOf(fairlead, project) {
  const { items } = await fairlead.api("GET", `/v1/projects/${project}/environments`);
  return items[0].id;
}
