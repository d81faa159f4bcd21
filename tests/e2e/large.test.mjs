// A description with operations, schemas and problems by the thousand.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { importLarge } from "./large.mjs";
import { visit } from "./routes.mjs";

async function openLarge(t) {
  const fairlead = await Fairlead.start(t);
  const { id } = await importLarge(fairlead);
  const page = await open(await launch(t), fairlead);
  const base = `/projects/${id}`;
  const list = (name) => page.getByRole("list", { name });
  return { page, list, visit: (route) => visit(page, fairlead, base + route) };
}

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute("data-row"));

test("of many problems those in sight are drawn; J, K, F8 and Enter go through them", async (t) => {
  const { page, list, visit } = await openLarge(t);
  await visit("/spec?view=problems");
  const rows = list("Problems").getByRole("button");
  await rows.first().waitFor();
  assert.ok((await rows.count()) < 80, `${await rows.count()} rows are drawn`);

  for (const key of ["j", "j", "j", "k"]) await page.keyboard.press(key);
  await page.waitForURL(/problem=1$/);
  // J and K show the place and stay in the list; Enter goes to it.
  await page.locator(".monaco-editor .view-line").first().waitFor();
  assert.equal(await focused(page), "1");
  await page.keyboard.press("Enter");
  await page.locator(".monaco-editor.focused").waitFor();
  await page.keyboard.press("F8");
  await page.waitForURL(/problem=2$/);
  await page.locator(".monaco-editor.focused").waitFor();
  await checkAccessibility(page);
  // A problem far down is there at once, and the list stands where it is.
  await visit("/spec?view=problems&problem=590");
  await list("Problems").locator("[data-row='590'][aria-current=true]").waitFor();
  await list("Problems").getByText("Nowhere590").first().waitFor();
  assert.deepEqual(page.problems, []);
});

test("of many schemas those in sight are drawn; J and K go through them", async (t) => {
  const { page, list, visit } = await openLarge(t);
  await visit("/spec?view=schemas");
  const rows = list("Schemas").getByRole("button");
  await rows.first().waitFor();
  assert.ok((await rows.count()) < 80, `${await rows.count()} rows are drawn`);
  for (let n = 0; n < 50; n += 1) await page.keyboard.press("j");
  await page.waitForURL(/schema=Schema49$/);
  assert.equal(await focused(page), "49");
  await page.getByRole("heading", { name: "Schema49", exact: true }).waitFor();
  await page.getByRole("searchbox", { name: "Filter schemas" }).fill("schema1499");
  await rows.getByText("Schema1499").waitFor();
  assert.equal(await rows.count(), 1);
  await checkAccessibility(page);
});

test("the palette reaches the last of all operations", async (t) => {
  const { page, visit } = await openLarge(t);
  await visit("");
  const search = page.getByRole("dialog").getByRole("combobox");
  await page.keyboard.press("Control+k");
  await page.getByText(/more operations: keep typing/).waitFor();
  await search.fill("quays/1199");
  await page.getByRole("option", { name: /quays\/1199/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/playground\?operation=/);
  await page.locator("code", { hasText: "/quays/1199/{id}" }).first().waitFor();
  assert.deepEqual(page.problems, []);
});

test("of a test profile of many groups, what is closed is not drawn and what is set is kept", async (t) => {
  const { page, visit } = await openLarge(t);
  await visit("/spec?view=tests");
  await page.getByLabel("Pagination in harbour").selectOption("REQUIRED");
  await page.getByText("Not saved yet").waitFor();
  // What is closed says what counts, and nothing of it is drawn.
  assert.equal(await page.locator("main select").count(), 11);
  await page.getByText("harbour 120 operations: 5 required, 0 optional, 6 not applicable").waitFor();
  await page.getByText("cargo 120 operations: 4 required").waitFor();
  await page.getByRole("button", { name: "Apply to all groups" }).click();
  await page.getByText("cargo 120 operations: 5 required").waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved").waitFor();
  await page.reload();
  await page.getByText("cargo 120 operations: 5 required").waitFor();
  await checkAccessibility(page);
  assert.deepEqual(page.problems, []);
});
