// Keys of one's own, and the quick look.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { prepare, visit } from "./routes.mjs";

test("a command gets other keys, which work, are shown, kept, and given back", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/settings?view=keys");
  const change = page.getByRole("button", { name: "Change Go to Projects" });
  await change.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Alt+p");
  await page.getByRole("group", { name: "Keys of Go to Projects" }).getByText("Alt P").waitFor();
  assert.ok(await change.evaluate((element) => element === document.activeElement));
  await checkAccessibility(page);

  await page.reload();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Shortcuts" }).getByText("Alt P").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Alt+p");
  await page.waitForURL(/\/projects$/);

  await visit(page, fairlead, "/settings?view=keys");
  await page.getByRole("button", { name: "Reset Go to Projects" }).click();
  await page.getByRole("group", { name: "Keys of Go to Projects" }).getByText("G P").waitFor();
  assert.deepEqual(page.problems, []);
});

test("keys that another command has are taken only when a person says so", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/settings?view=keys");
  const keysOf = (label) => page.getByRole("group", { name: `Keys of ${label}`, exact: true });
  const record = async (...keys) => {
    await page.getByRole("button", { name: /^(Change|Press the keys for) New project$/ }).click();
    for (const key of keys) await page.keyboard.press(key);
  };
  await record("j");
  await page.getByRole("alert").getByText(/in the way of “Next in the list”/).waitFor();
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Leave it" }).click();
  await keysOf("New project").getByText("C", { exact: true }).waitFor();
  await record("j");
  await page.getByRole("button", { name: "Take the keys" }).click();
  await keysOf("New project").getByText("J", { exact: true }).waitFor();
  await keysOf("Next in the list").getByText("none").waitFor();
  // Two keys, one after the other; Esc cancels; Backspace takes them away.
  await record("n", "p");
  await keysOf("New project").getByText("N P").waitFor();
  await record("Escape");
  await keysOf("New project").getByText("N P").waitFor();
  await record("Backspace");
  await keysOf("New project").getByText("none").waitFor();
  await page.getByRole("button", { name: "Reset all" }).click();
  await keysOf("Next in the list").getByText("J").waitFor();
  assert.deepEqual(page.problems, []);
});

test("Space peeks at what is selected, J and K go on, Esc gives the focus back", async (t) => {
  const fairlead = await Fairlead.start(t);
  const ids = await prepare(fairlead);
  const page = await open(await launch(t), fairlead);
  const base = `/projects/${ids.project}`;
  const lists = [
    ["/projects", "Projects"],
    ["/", "Projects"],
    [`${base}/spec`, "Operations"],
    [`${base}/spec?view=schemas`, "Schemas"],
    [`${base}/playground`, "Operations"],
    [`${base}/traces`, "Traces"],
  ];
  for (const [route, name] of lists) {
    await t.test(`${name} of ${route.replace(base, "…")}`, async () => {
      await visit(page, fairlead, route);
      const rows = page.getByRole("list", { name, exact: true }).locator("[data-row]");
      await rows.first().waitFor();
      await page.keyboard.press("j");
      const first = await rowOf(page);
      await page.keyboard.press("Space");
      const panel = page.locator("[data-peek]");
      await panel.waitFor();
      await page.waitForFunction(() => document.activeElement?.closest("[data-peek]"));
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      await checkAccessibility(page);
      await page.keyboard.press("j");
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
      const now = await rowOf(page);
      assert.ok(now !== null, "the focus is not back on a row");
      if ((await rows.count()) > 1) assert.notEqual(now, first);
      await page.keyboard.press("Space");
      await panel.waitFor();
      await page.keyboard.press("Space");
      await panel.waitFor({ state: "detached" });
    });
  }
  // A button that is no row is pressed by Space, as ever.
  await visit(page, fairlead, "/projects");
  await page.getByRole("button", { name: "New project" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("dialog", { name: "New project" }).waitFor();
  assert.deepEqual(page.problems, []);
});

const rowOf = (page) => page.evaluate(() => document.activeElement?.getAttribute("data-row"));
