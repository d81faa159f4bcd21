// Traces: filters with counts, saved views, explanation, comparison, export, analytics, live.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { prepare, visit } from "./routes.mjs";

/** A project whose mock has answered well and badly. */
async function begin(t, options) {
  const fairlead = await Fairlead.start(t);
  const ids = await prepare(fairlead);
  const base = `/v1/projects/${ids.project}`;
  const { items } = await fairlead.api("GET", `${base}/mocks`);
  const call = (path, init) => fetch(items[0].url + path, init);
  for (let n = 0; n < 12; n++) await call(n % 3 ? "/nowhere" : `/berths?limit=${n}`);
  await eventually("traces", async () => (await fairlead.api("GET", `${base}/traces`)).total >= 13);
  const page = await open(await launch(t), fairlead, options);
  return { fairlead, page, ids, base, call };
}

test("a person narrows, saves, explains, compares and exports", async (t) => {
  const { fairlead, page, ids, base } = await begin(t);
  await visit(page, fairlead, `/projects/${ids.project}/traces`);
  await page.getByText("13 found").waitFor();

  const status = page.getByLabel("Status", { exact: true });
  const choices = await status.locator("option").allTextContents();
  assert.ok(choices.includes("404 (8)"), choices.join());
  await status.selectOption("404");
  await page.getByText("8 found").waitFor();

  await page.getByRole("button", { name: "Views" }).click();
  await page.getByLabel("Name of the view").fill("Nothing there");
  await page.getByRole("button", { name: "Save these filters" }).click();
  await page.getByRole("button", { name: "Delete Nothing there" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByText("13 found").waitFor();
  await page.getByLabel("Saved views").selectOption({ label: "Nothing there" });
  await page.getByText("8 found").waitFor();

  await page.getByRole("list", { name: "Traces" }).getByRole("button").first().click();
  await page.getByRole("heading", { name: "No operation of the description has this path." }).waitFor();
  await page.getByRole("button", { name: "Mark to compare" }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByText("13 found").waitFor();
  await page.getByRole("list", { name: "Traces" }).getByRole("button").last().click();
  await page.getByRole("button", { name: "Compare with the marked one" }).click();
  await page.getByText(/\d+ differences/).waitFor();
  await page.getByRole("rowheader", { name: "Status", exact: true }).waitFor();

  const saved = page.waitForEvent("download");
  await page.getByLabel("Export").selectOption("csv");
  const text = await readFile(await (await saved).path(), "utf8");
  assert.equal(text.trim().split("\r\n").length, 14);
  const har = await fairlead.api("GET", `${base}/traces/export?format=har&status=404`);
  assert.equal(har.log.entries.length, 8);
  assert.equal(har.log.entries[0].response.status, 404);
  const seal = await fairlead.api("GET", `${base}/traces/seal`);
  assert.deepEqual([seal.holds, seal.sealed], [true, 13]);
  assert.deepEqual(page.problems, []);
});

test("a pattern of failures leads to its traces, from the overview and from the figures", async (t) => {
  const { fairlead, page, ids, base, call } = await begin(t);
  const headers = { "content-type": "application/json" };
  for (let n = 0; n < 5; n++) await call("/dues/quote", { method: "POST", headers, body: "[]" });
  const found = await eventually("patterns", async () => {
    const { items } = await fairlead.api("GET", `${base}/traces/patterns`);
    return items.find((pattern) => pattern.status === 422 && pattern.count === 5);
  });
  assert.equal(found.problem, "request/body/type");
  assert.equal(found.series.reduce((sum, count) => sum + count), 5);
  for (const route of [`/projects/${ids.project}`, `/projects/${ids.project}/traces?view=analytics`]) {
    await visit(page, fairlead, route);
    const patterns = page.getByRole("region", { name: "Failure patterns" });
    await patterns.getByRole("link", { name: "422 validation, request body: wrong type" }).click();
    await page.getByText("5 found").waitFor();
    const address = new URL(page.url()).searchParams;
    assert.equal(address.get("problem"), found.problem);
    await page.getByRole("button", { name: "Any broken rule" }).waitFor();
  }
  await page.getByRole("button", { name: "Any broken rule" }).click();
  await page.waitForURL((url) => !url.search.includes("problem"));
  assert.deepEqual(page.problems, []);
});

test("a day's traces are found by its times, by hand and from the figures", async (t) => {
  const { fairlead, page, ids, base } = await begin(t);
  const { id } = await fairlead.api("POST", `${base}/environments`, {
    name: "Next door",
    type: "SANDBOX",
    baseUrl: "http://127.0.0.1:9",
  });
  const { items } = await fairlead.api("GET", `${base}/operations`);
  const draft = await fairlead.api("GET", `${base}/operations/${items[0].id}/sample`);
  draft.target = { kind: "environment", id };
  await fairlead.api("POST", `${base}/playground/send`, draft);
  await visit(page, fairlead, `/projects/${ids.project}/traces`);
  const list = page.getByRole("list", { name: "Traces" });
  await list.getByText("Next door", { exact: true }).waitFor();
  const table = await (await fairlead.fetch("GET", `${base}/traces/export?format=csv`)).text();
  const [head, newest] = table.split("\r\n");
  assert.ok(head.endsWith(",endpoint,environment,partner"), head);
  assert.ok(newest.endsWith(`,${items[0].path},Next door,`), newest);
  await page.getByText("14 found").waitFor();

  await page.getByRole("button", { name: "Sort by took" }).click();
  await page.getByRole("button", { name: "Sort by took" }).click();
  await page.waitForURL(/sort=duration&order=asc/);
  assert.equal(await page.getByLabel("Order").inputValue(), "duration asc");
  await page.getByRole("button", { name: "Sort by time" }).click();

  await page.getByLabel("Time", { exact: true }).selectOption("range");
  await page.getByText("14 found").waitFor();
  await page.getByLabel("To", { exact: true }).fill("2024-02-29T12:00");
  await page.getByText("No trace fits the filters.").waitFor();
  assert.match(page.url(), /to=2024-02-29/);
  await page.getByLabel("Time", { exact: true }).selectOption("");
  await page.getByText("14 found").waitFor();
  assert.doesNotMatch(page.url(), /from=|to=/);

  await visit(page, fairlead, `/projects/${ids.project}/traces?view=analytics`);
  const kinds = page.getByRole("region", { name: "Kinds of error" });
  await kinds.getByRole("link", { name: "network" }).click();
  await page.getByText("1 found").waitFor();
  await visit(page, fairlead, `/projects/${ids.project}/traces?view=analytics`);
  const perDay = page.getByRole("region", { name: /^Traces per day/ });
  await perDay.getByText("As a table").click();
  await perDay.getByRole("link").first().click();
  await page.getByText("14 found").waitFor();
  assert.match(page.url(), /from=.+&to=/);

  // One trace beside the list, and the list alone again.
  await list.getByRole("button").first().click();
  const beside = page.getByRole("region", { name: "Trace", exact: true });
  await beside.getByRole("button", { name: "All traces" }).click();
  await beside.waitFor({ state: "detached" });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-row"));
  await eventually("the focus on the row", async () => (await focused()) === "0");
  await page.keyboard.press("j");
  assert.equal(await focused(), "1");
  assert.equal(await beside.count(), 0);
  await page.keyboard.press("Enter");
  await beside.waitFor();
  await page.keyboard.press("Escape");
  await beside.waitFor({ state: "detached" });
  await eventually("the focus on the row", async () => (await focused()) === "1");
  assert.match(page.url(), /from=.+&to=/);
  assert.deepEqual(page.problems, []);
});

test("partners are told by name with what they do", async (t) => {
  const { fairlead, page, ids, base } = await begin(t);
  const { id } = await fairlead.api("POST", `${base}/partners`, { name: "Acme Payments" });
  await visit(page, fairlead, `/projects/${ids.project}`);
  const partners = page.getByRole("region", { name: "Partners" });
  await partners.getByText("not begun").waitFor();
  await partners.getByText("Has sent nothing yet").waitFor();
  await checkAccessibility(page);
  await partners.getByRole("link", { name: "Acme Payments" }).click();
  await page.waitForURL(new RegExp(`partner=${id}`));
  await page.getByLabel("Partner", { exact: true }).waitFor();
  await page.getByText("No trace fits the filters.").waitFor();
  assert.deepEqual(page.problems, []);
});

test("words are found in bodies, and a live list shows what comes", async (t) => {
  const { fairlead, page, ids, call } = await begin(t);
  await visit(page, fairlead, `/projects/${ids.project}/traces`);
  await page.getByLabel("Words in the URL and bodies").fill("nowhere");
  await page.getByText("8 found").waitFor();
  await page.getByLabel("Live").check();
  await call("/nowhere/else");
  await page.getByText("9 found").waitFor();
  assert.deepEqual(page.problems, []);
});

for (const colorScheme of ["light", "dark"]) {
  test(`figures are told to eyes and ears, ${colorScheme}`, async (t) => {
    const { fairlead, page, ids } = await begin(t, { colorScheme });
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 800 });
      await visit(page, fairlead, `/projects/${ids.project}/traces?view=analytics`);
      await page.getByRole("region", { name: "Failure patterns" }).getByText("404 not found").waitFor();
      await checkAccessibility(page);
      if (process.env.SHOTS) {
        await page.screenshot({ path: `${process.env.SHOTS}/analytics-${colorScheme}-${width}.png` });
      }
      await visit(page, fairlead, `/projects/${ids.project}/traces`);
      await page.getByText("13 found").waitFor();
      await checkAccessibility(page);
      if (process.env.SHOTS) {
        await page.screenshot({ path: `${process.env.SHOTS}/list-${colorScheme}-${width}.png` });
      }
      if (width < 700) await page.getByRole("button", { name: "Filters" }).click();
      await page.getByLabel("Status", { exact: true }).selectOption("404");
      await page.getByText("8 found").waitFor();
      await page.getByRole("list", { name: "Traces" }).getByRole("button").first().click();
      await page.getByRole("heading", { name: "No operation of the description has this path." }).waitFor();
      await checkAccessibility(page);
      if (process.env.SHOTS) {
        await page.screenshot({ path: `${process.env.SHOTS}/detail-${colorScheme}-${width}.png` });
      }
    }
    assert.deepEqual(page.problems, []);
  });
}

test("a person says how long traces are kept, and sees that none was changed", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const { id } = items.find((o) => o.method === "GET" && !o.path.includes("{"));
  const draft = await fairlead.api("GET", `/v1${base}/operations/${id}/sample`);
  await fairlead.api("POST", `/v1${base}/playground/send`, draft);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `${base}/settings`);
  const traces = page.getByRole("region", { name: "Traces" });
  await traces.getByLabel("Days").fill("7");
  await traces.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  const kept = await fairlead.api("GET", `/v1${base}/traces/retention`);
  assert.equal(kept.days, 7);
  await traces.getByRole("button", { name: "Verify the seal" }).click();
  await traces.getByText("The seal holds: 1 trace as kept.").waitFor();
  assert.deepEqual(page.problems, []);
});
