// The body's editor knows the description: it completes, explains and mends.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

/** The playground with this body for the operation that books a berth. */
async function openWith(t, text) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const { items } = await fairlead.api("GET", `/v1/projects/${project.id}/operations`);
  const { id } = items.find((operation) => operation.operationId === "createBooking");
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/playground?operation=${id}`);
  const line = page.locator(".monaco-editor .view-line").first();
  await line.waitFor();
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await line.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
  return page;
}

const body = (page) => page.locator('[data-editor="Body of the request"]');
const text = async (page) => (await body(page).locator(".view-lines").innerText()).replace(/\u00a0/g, " ");

test("keys are completed and explained by the description", async (t) => {
  const page = await openWith(t, "{\n  \n}");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Control+Space");
  const suggestion = page.locator(".suggest-widget .monaco-list-row", { hasText: "berthId" });
  await suggestion.first().waitFor();
  await suggestion.first().click();
  await page.waitForFunction(() =>
    document.querySelector('[data-editor="Body of the request"]')?.textContent?.includes('"berthId"'),
  );
  await page.keyboard.press("Escape");
  await body(page).locator(".view-line span span", { hasText: "berthId" }).last().hover();
  await page.locator(".monaco-hover:visible", { hasText: "Pier and number" }).first().waitFor();
  assert.deepEqual(page.problems, []);
});

test("what is missing is added by a quick fix, with a value that keeps the contract", async (t) => {
  const page = await openWith(t, "{}");
  await page.locator(".squiggly-error").first().waitFor();
  const problems = page.getByRole("region", { name: "Problems of the request" });
  const before = await problems.getByRole("button").count();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+.");
  const fix = page.locator(".action-widget .action-list-item, .action-widget .monaco-list-row", {
    hasText: "Add `berthId`",
  });
  await fix.first().click();
  await page.waitForFunction(() =>
    document.querySelector('[data-editor="Body of the request"]')?.textContent?.includes('"berthId"'),
  );
  await problems.getByText("/berthId").first().waitFor({ state: "detached" });
  assert.match(await text(page), /"berthId": "?\w+/);
  assert.ok(before > 0);
  assert.deepEqual(page.problems, []);
});
