// Several requests open at once, and what was sent before.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

/** The playground of the sample, with nothing open. */
async function openPlayground(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  await fairlead.api("PUT", `/v1${base}/credentials/officeKey`, { value: "a-key-nobody-may-see" });
  const page = await open(await launch(t), fairlead, options);
  await visit(page, fairlead, `${base}/playground`);
  return { fairlead, page, base, operations: items };
}

const tabs = (page) => page.getByRole("tablist", { name: "Open requests" }).getByRole("tab");
const selected = (page) =>
  page.getByRole("tablist", { name: "Open requests" }).getByRole("tab", { selected: true });
const choose = (page, path) =>
  page.getByRole("list", { name: "Operations" }).getByRole("button", { name: path }).first().click();
const response = (page) => page.getByRole("region", { name: "Response" });

async function writeBody(page, text) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
}

test("requests are open side by side; the address names one; drafts and answers are there again", async (t) => {
  const { page } = await openPlayground(t);
  await choose(page, "POST /bookings");
  await selected(page).getByText("/bookings").waitFor();
  await writeBody(page, '{"berthId": "mine"}');
  await selected(page).getByText("not saved").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await response(page).getByText(/4\d\d/).first().waitFor();
  const first = page.url();
  assert.match(first, /tab=/);

  // The same again, beside it.
  await page.locator(".view-line", { hasText: "mine" }).first().click();
  await page.keyboard.press("Alt+n");
  await page.waitForFunction((url) => location.href !== url, first);
  assert.equal(await tabs(page).count(), 2);
  await writeBody(page, '{"berthId": "other"}');
  await choose(page, "GET /berths");
  await page.waitForFunction(() => document.querySelectorAll("[role=tablist][aria-label='Open requests'] [role=tab]").length === 3);

  // Back through the addresses.
  await page.goBack();
  await page.locator(".view-line", { hasText: "other" }).waitFor();
  await page.goBack();
  await page.locator(".view-line", { hasText: "mine" }).waitFor();
  await response(page).getByText(/4\d\d/).first().waitFor();
  await page.goForward();
  await page.locator(".view-line", { hasText: "other" }).waitFor();

  // Nothing is lost where the page ends without warning.
  await page.reload();
  await page.locator(".view-line", { hasText: "other" }).waitFor();
  assert.equal(await tabs(page).count(), 3);
  assert.deepEqual(page.problems, []);
});

test("arrows, keys and clicks choose, close and reopen tabs", async (t) => {
  const { page } = await openPlayground(t);
  await choose(page, "POST /bookings");
  await writeBody(page, '{"berthId": "mine"}');
  await selected(page).getByText("not saved").waitFor();
  await choose(page, "GET /berths");
  await selected(page).getByText("/berths").waitFor();
  await page.reload();
  await selected(page).getByText("/berths").waitFor();
  assert.equal(await tabs(page).count(), 2);
  await checkAccessibility(page);

  await selected(page).focus();
  await page.keyboard.press("ArrowLeft");
  await page.locator(".view-line", { hasText: "mine" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "tab");
  await page.keyboard.press("Delete");
  await page.waitForFunction(() => document.querySelectorAll("[id^=request-tab-]").length === 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".view-line", { hasText: "mine" }).waitFor();

  // In the editor too.
  await page.locator(".view-line").first().click();
  await page.keyboard.press("Alt+j");
  await selected(page).getByText("/berths").waitFor();
  await page.keyboard.press("Alt+w");
  await page.locator(".view-line", { hasText: "mine" }).waitFor();
  await page.keyboard.press("Alt+Shift+W");
  await selected(page).getByText("/berths").waitFor();
  await tabs(page).first().click({ button: "middle" });
  await page.waitForFunction(() => document.querySelectorAll("[id^=request-tab-]").length === 1);
  await page.keyboard.press("Alt+w");
  await page.getByText("Choose an operation").waitFor();
  assert.deepEqual(page.problems, []);
});

test("a request that takes long goes on while another tab is shown", async (t) => {
  const { page } = await openPlayground(t);
  let release = () => {};
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route("**/playground/exchanges/*", async (route) => {
    await held;
    await route.continue();
  });
  await choose(page, "GET /berths");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  await choose(page, "POST /bookings");
  await page.getByText("Send the request to see the answer here.").waitFor();
  await tabs(page).first().getByLabel("sending").waitFor();
  release();
  await tabs(page).first().getByLabel("sending").waitFor({ state: "detached" });
  await tabs(page).first().click();
  await response(page).getByText("200").first().waitFor();
  // The answer belongs to its trace: it is there after the page was opened anew.
  await page.reload();
  await response(page).getByText("200").first().waitFor();
});

test("the history opens what was sent as a draft with its answer", async (t) => {
  const { page, fairlead, base, operations } = await openPlayground(t);
  const { id } = operations.find((o) => o.operationId === "createBooking");
  const draft = await fairlead.api("GET", `/v1${base}/operations/${id}/sample`);
  const text = draft.body.text.replace(/"name": "[^"]+"/, '"name": "Solveig"');
  const body = { ...draft.body, text };
  await fairlead.api("POST", `/v1${base}/playground/send`, { ...draft, body });
  const other = operations.find((o) => o.method === "GET");
  const plain = await fairlead.api("GET", `/v1${base}/operations/${other.id}/sample`);
  await fairlead.api("POST", `/v1${base}/playground/send`, plain);

  await page.getByRole("tab", { name: "History" }).click();
  const rows = page.getByRole("list", { name: "History" }).getByRole("button");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 2);
  await page.getByText("Today", { exact: true }).waitFor();
  const search = page.getByRole("searchbox", { name: "Search the history" });
  await search.fill("Solveig");
  await page.waitForFunction(() => document.querySelectorAll("[aria-label=History] [data-row]").length === 1);
  await rows.first().click();
  await page.locator(".view-line", { hasText: "Solveig" }).first().waitFor();
  await response(page).getByText("201").first().waitFor();
  await page.getByRole("region", { name: "Left out" }).getByText(/X-Harbour-Key/i).waitFor();
  assert.ok(!(await page.content()).includes("a-key-nobody-may-see"));
  await checkAccessibility(page);

  // It can be sent again as it is.
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await search.fill("");
  await page.waitForFunction(() => document.querySelectorAll("[aria-label=History] [data-row]").length === 3);

  // It can begin anew, and what was before is not lost.
  await page.getByRole("button", { name: "Clear the history" }).click();
  await page.getByText("Nothing was sent since the history was cleared.").waitFor();
  await page.reload();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByRole("button", { name: "Show what was sent before" }).click();
  await page.waitForFunction(() => document.querySelectorAll("[aria-label=History] [data-row]").length === 3);
  assert.deepEqual(page.problems, []);
});
