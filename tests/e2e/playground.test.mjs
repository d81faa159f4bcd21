// The main job in the browser: change a body, see what is wrong, send, see the trace.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const KEY = "a-key-nobody-may-see";

/** The playground with the operation that books a berth. */
async function openBooking(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const { items } = await fairlead.api("GET", `/v1/projects/${project.id}/operations`);
  const { id } = items.find((operation) => operation.operationId === "createBooking");
  const credential = `/v1/projects/${project.id}/credentials/officeKey`;
  await fairlead.api("PUT", credential, { value: KEY });
  const page = await open(await launch(t), fairlead, options);
  await visit(page, fairlead, `/projects/${project.id}/playground?operation=${id}`);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  return { fairlead, page, project: project.id };
}

/** Replaces the text of the body. Pasted: typing would let the editor close brackets itself. */
async function writeBody(page, text) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
}

const problems = (page) => page.getByRole("region", { name: "Problems of the request" });
const response = (page) => page.getByRole("region", { name: "Response" });

test("a mistake in the body is marked while it is typed, and gone when it is corrected", async (t) => {
  const { page } = await openBooking(t);
  await problems(page).getByText("the request keeps the contract").waitFor();
  await writeBody(page, '{\n  "berthId": 7\n}');
  await page.locator(".squiggly-error").first().waitFor();
  await problems(page).getByText("/berthId").first().waitFor();

  // F8 leads to the place of the next problem.
  await page.keyboard.press("F8");
  await page.locator(".monaco-editor.focused").waitFor();

  // What is no JSON is said too.
  await writeBody(page, '{"berthId": ');
  await problems(page).getByText(/JSON|end|EOF|expected/i).first().waitFor();

  await page.getByRole("combobox", { name: "Fill from" }).selectOption("?");
  await problems(page).getByText("the request keeps the contract").waitFor();
  await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  assert.deepEqual(page.problems, []);
});

test("Ctrl Enter in the editor sends; the answer says whether it keeps the contract", async (t) => {
  const { page, fairlead, project } = await openBooking(t);
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+Enter");
  await response(page).getByText("response keeps the contract").waitFor();
  await response(page).getByText("201").first().waitFor();
  const { items } = await fairlead.api("GET", `/v1/projects/${project}/traces`);
  assert.equal(items.length, 1, "one request is one trace");
  assert.equal(items[0].source, "playground");
  assert.deepEqual(page.problems, []);
});

test("a request that breaks the contract is sent all the same, and the trace says why", async (t) => {
  const { page, fairlead } = await openBooking(t);
  await writeBody(page, '{"berthId": 7}');
  await problems(page).getByText("/berthId").first().waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await response(page).getByText(/4\d\d/).first().waitFor();
  await response(page).getByRole("link", { name: "See the trace" }).click();
  await page.getByText("request breaks the contract", { exact: true }).waitFor();

  // After a restart it is still there: the page is opened anew with the new token.
  const { pathname } = new URL(page.url());
  await fairlead.restart();
  await page.goto(fairlead.url);
  await page.goto(fairlead.origin + pathname);
  await page.getByText("request breaks the contract", { exact: true }).waitFor();
  await page.getByRole("list", { name: "Traces" }).getByRole("button").first().waitFor();
  assert.deepEqual(page.problems, []);
});

test("a draft survives closing the page in the middle of it", async (t) => {
  const { page } = await openBooking(t);
  await writeBody(page, '{"berthId": "half writ');
  await problems(page).getByText(/problem/).first().waitFor();
  await page.reload();
  await page.locator(".view-line", { hasText: "half writ" }).waitFor();
});

test("filters of the traces are in the address", async (t) => {
  const { page, fairlead, project } = await openBooking(t);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await response(page).getByText("201").first().waitFor();
  await visit(page, fairlead, `/projects/${project}/traces`);
  const rows = page.getByRole("list", { name: "Traces" }).getByRole("button");
  await rows.first().waitFor();
  await page.getByRole("combobox", { name: "Status" }).selectOption("2xx");
  await page.waitForURL(/status=2xx/);
  await rows.first().waitFor();
  const words = page.getByRole("searchbox", { name: "Words in the URL and bodies" });
  await words.fill("nowhere");
  await page.waitForURL(/q=nowhere/);
  await page.getByText("No trace fits the filters").waitFor();
  await page.reload();
  await page.getByText("No trace fits the filters").waitFor();
  assert.equal(await words.inputValue(), "nowhere");
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await rows.first().waitFor();
});

test("the request is copied as code, without its secrets", async (t) => {
  const { page } = await openBooking(t);
  const copy = page.getByLabel("Copy as", { exact: true });
  for (const [language, looks] of [["curl", /^curl /m], ["python", /requests\./]]) {
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await copy.selectOption(language);
    const code = await eventually(`${language} on the clipboard`, async () => {
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      return looks.test(copied) && copied;
    });
    assert.match(code, /\/bookings/);
    assert.ok(!code.includes(KEY), "the code carries a secret");
  }
});
