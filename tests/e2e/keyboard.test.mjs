// From nothing to a trace without a mouse.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

/** Presses Tab until what is focused has this name. */
async function tabTo(page, role, name) {
  const target = page.getByRole(role, { name }).first();
  await target.waitFor();
  for (let steps = 0; steps < 80; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach the ${role} ${name}`);
}

test("import, choose an operation, send and read the trace with keys alone", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/");
  await tabTo(page, "button", "Try the sample");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);

  await page.getByRole("navigation", { name: "Project" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("y");
  await page.waitForURL(/\/playground/);
  await tabTo(page, "searchbox", "Filter operations");
  await page.keyboard.type("status");
  await tabTo(page, "button", /\/status/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/operation=/);
  await page.getByRole("button", { name: "Send", exact: true }).waitFor();
  await page.keyboard.press("Control+Enter");
  const response = page.getByRole("region", { name: "Response" });
  await response.getByText("200").first().waitFor();

  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.waitForURL(/\/traces$/);
  await page.getByRole("list", { name: "Traces" }).getByRole("button").first().waitFor();
  // J goes to a row, Enter opens it.
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/traces\/[0-9a-f-]{36}/);
  await page.getByText("response keeps the contract").waitFor();
  assert.deepEqual(page.problems, []);
});
