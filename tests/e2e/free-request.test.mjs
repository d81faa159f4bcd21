// Requests to any address: the query, the operation that one fits, a login of its own.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { echo } from "./echo.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const shots = process.env.SHOTS;
const shoot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });
const part = (page, name) => page.getByRole("tablist", { name: "Parts of the request" }).getByRole("tab", { name });
const response = (page) => page.getByRole("region", { name: "Response" });

async function begin(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const page = await open(await launch(t), fairlead, options);
  return { fairlead, page, base, items };
}

test("the query of an address and its rows are one thing", async (t) => {
  const url = await echo(t);
  const { fairlead, page, base } = await begin(t);
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  const address = page.getByLabel("Address");
  await address.fill("");
  // Typed in the middle as well: the caret stays where it is.
  await page.keyboard.type(`${url}/p?q=x+y&b=`);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("{{tenant}}&a%20");
  await page.keyboard.press("Escape");
  assert.equal(await address.inputValue(), `${url}/p?q=x+y&{{tenant}}&a%20b=`);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await address.fill(`${url}/p?q=x+y&b=1%202&b=&c=3`);

  const rows = page.getByRole("tabpanel", { name: /Query/ });
  const shown = () => rows.locator("[data-value]").evaluateAll((all) => all.map((i) => i.value));
  const names = () => rows.locator("[data-name]").evaluateAll((all) => all.map((i) => i.value));
  await eventually("the rows", async () => (await names()).join() === "q,b,b,c");
  assert.deepEqual(await shown(), ["x y", "1 2", "", "3"]);
  await shoot(page, "query-rows");
  await checkAccessibility(page);

  // A row that is switched off leaves the address, and stays.
  await rows.getByLabel("Send c").uncheck();
  assert.equal(await address.inputValue(), `${url}/p?q=x+y&b=1%202&b=`);
  await rows.getByLabel("Value of b").last().fill("é&{{tenant}}");
  await page.keyboard.press("Escape");
  assert.equal(await address.inputValue(), `${url}/p?q=x+y&b=1%202&b=%C3%A9%26{{tenant}}`);
  await rows.getByLabel("Value of b").last().fill("4");
  await address.focus();
  await page.keyboard.press("End");
  await page.keyboard.type("5");
  assert.deepEqual(await shown(), ["x y", "1 2", "45", "3"]);
  await page.keyboard.press("Control+Enter");
  await response(page).getByText('"/p?q=x+y&b=1%202&b=45"').waitFor();
  await page.reload();
  await eventually("the rows", async () => (await names()).join() === "q,b,b,c");
  assert.equal(await rows.getByLabel("Send c").isChecked(), false);
  assert.deepEqual(page.problems, []);
});

test("a free request becomes one of the operation that it fits, and is one again", async (t) => {
  const { fairlead, page, base, items } = await begin(t);
  const get = items.find(
    (o) => o.kind === "operation" && o.method === "GET" && /^\/\w+\/\{\w+\}$/.test(o.path),
  );
  const path = get.path.replace(/\{\w+\}/, "7");
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  const address = page.getByLabel("Address");
  await address.fill(`http://127.0.0.1:9${path}?x=1`);
  await page.getByRole("button", { name: "Make it that request" }).click();
  await page.getByText(`It is a request of GET ${get.path} now`).waitFor();
  await address.waitFor({ state: "detached" });
  const value = page.getByRole("tabpanel", { name: /Path/ }).locator("[data-value]");
  assert.equal(await value.inputValue(), "7");
  assert.equal(await page.getByLabel("Base URL").inputValue(), "http://127.0.0.1:9");
  assert.ok(page.url().includes(`operation=${get.id}`));
  assert.equal(await page.getByRole("tablist", { name: "Open requests" }).getByRole("tab").count(), 1);
  await shoot(page, "became-operation");
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await address.waitFor();
  assert.equal(await address.inputValue(), `http://127.0.0.1:9${path}?x=1`);

  await page.getByRole("button", { name: "Make it that request" }).click();
  await page.getByRole("button", { name: "As a free request" }).click();
  await address.waitFor();
  assert.equal(await address.inputValue(), `http://127.0.0.1:9${get.path}?x=1`);
  assert.equal(await value.inputValue(), "7");
  await checkAccessibility(page);
  assert.deepEqual(page.problems, []);
});

test("a request has a name and password of its own, and keeps them when it is saved", async (t) => {
  const url = await echo(t);
  const { fairlead, page, base } = await begin(t);
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  await page.getByLabel("Address").fill(`${url}/in`);
  await part(page, /Auth/).click();
  await page.getByRole("button", { name: "Add a name and password" }).click();
  await page.keyboard.type("ada");
  await page.keyboard.press("Tab");
  await page.keyboard.type("pa55-nobody-may-see");
  const written = await page.evaluate(() => JSON.stringify(localStorage));
  assert.match(written, /"ada\\*"/);
  assert.doesNotMatch(written, /pa55-nobody/);
  await shoot(page, "own-login");
  await checkAccessibility(page);
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Log in");
  // What was typed in a dialog is not lost by a key.
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Leave without saving?" }).getByRole("button", { name: "Cancel" }).click();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  const { items } = await fairlead.api("GET", `/v1${base}/requests`);
  const saved = await fairlead.api("GET", `/v1${base}/requests/${items[0].id}`);
  assert.equal(saved.draft.basic.username, "ada");
  assert.match(saved.draft.basic.password, /^\{\{\w+\}\}$/);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await response(page).getByText('"/in"').waitFor();
  const body = await response(page).getByRole("region", { name: "Body" }).innerText();
  assert.match(body, /"authorization": "Basic •+=*"/);
  assert.deepEqual(page.problems, []);
});
