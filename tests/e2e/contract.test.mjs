// What the contract engine adds: state and behaviour of mocks, changes, capabilities.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { axeScript, launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const SAMPLE = new URL("../../crates/openapi/sample/harbour.yaml", import.meta.url);

async function violations(page) {
  await page.evaluate(axeScript);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }),
  );
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
}

test("a mock keeps state once it is told to, and forgets it", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  const form = page.getByRole("form", { name: "Change the mock" });
  await form.getByRole("checkbox", { name: "Keeps state" }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByText("The mock is as it was at its start").waitFor();
  await page.getByRole("button", { name: "Copy a snapshot" }).click();
  await page.getByText("Snapshot copied").waitFor();
  const snapshot = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(JSON.parse(snapshot).version, 1);
  await page.getByLabel("Snapshot to restore").setInputFiles({
    name: "state.json",
    mimeType: "application/json",
    buffer: Buffer.from(snapshot),
  });
  await page.getByText("The state is put back").waitFor();
  assert.deepEqual(page.problems, []);
});

test("a behaviour is checked while it is typed, and holds once it is saved", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project, mock } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  await page.getByText("Behaviour: latency").click();
  const save = page.getByRole("button", { name: "Save the behaviour" });
  await save.waitFor();
  await page.locator(".monaco-editor").first().click();
  await page.keyboard.insertText("rulse: []\n");
  await page.getByText("there is no key").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText("rules: [{ when: { path: /status }, answer: { status: 503 } }]\n");
  await page.getByText("there is no key").waitFor({ state: "detached" });
  await save.click();
  await page.getByText("it holds from now on").waitFor();
  assert.equal((await fetch(`${mock.url}/status`)).status, 503);
  assert.deepEqual(page.problems, []);
});

test("a behaviour is completed and explained by its schema and the description", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project, mock } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  await page.getByText("Behaviour: latency").click();
  const save = page.getByRole("button", { name: "Save the behaviour" });
  await save.waitFor();
  await page.locator(".monaco-editor").first().click();
  const list = page.locator(".suggest-widget.visible");
  const take = async (typed, label) => {
    await page.keyboard.type(typed);
    await list.getByText(label, { exact: true }).first().waitFor();
    await page.keyboard.press("Enter");
  };
  await take("ru", "rules");
  await take("wh", "when");
  await take("op", "operation");
  await list.getByText("listBerths", { exact: true }).waitFor();
  await page.keyboard.type("getSt");
  await list.getByText("getStatus", { exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Backspace");
  await take("fau", "fault");
  await list.getByText("drop", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("{ ");
  await take("sta", "status");
  await page.keyboard.type("503");
  await page.locator(".view-line").getByText("operation").hover();
  await page.locator(".monaco-hover").getByText("its method and path").waitFor();
  assert.deepEqual(await violations(page), []);
  await save.click();
  await page.getByText("it holds from now on").waitFor();
  assert.equal((await fetch(`${mock.url}/status`)).status, 503);
  assert.deepEqual(page.problems, []);
});

test("two revisions are compared, and what breaks clients can be seen alone", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const text = (await readFile(SAMPLE, "utf8")).replace("/piers:", "/jetties:");
  const source = { kind: "upload", files: [{ name: "harbour.yaml", text }] };
  await fairlead.api("POST", `/v1${base}/specs`, { source });
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `${base}/spec?view=revisions`);
  await page.getByRole("button", { name: "Changes" }).click();
  const changes = page.getByRole("list", { name: "Changes" });
  await changes.getByText("/jetties").first().waitFor();
  await page.getByRole("button", { name: "1 breaking" }).click();
  await changes.getByText("the operation is gone").waitFor();
  assert.equal(await changes.getByText("/jetties", { exact: true }).count(), 0);
  assert.deepEqual(await violations(page), []);
});

test("a capability leads to the operation that shows it", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/spec?view=capabilities`);
  const card = page.getByRole("listitem").filter({ hasText: "Idempotency" }).first();
  await card.getByRole("button", { name: "POST /bookings" }).first().click();
  await page.waitForURL(/operation=/);
  await page.getByRole("region", { name: "Operation" }).getByText("/bookings").first().waitFor();
});
