// What is around every page: palette, shortcuts, theme, focus.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { prepare, visit } from "./routes.mjs";

test("the palette opens with a key, finds by name, and gives the focus back", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await prepare(fairlead);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/");
  await page.getByRole("button", { name: "Try the sample" }).focus();

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  const search = palette.getByRole("combobox");
  await search.waitFor();
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "detached" });
  await page.locator("button:focus", { hasText: "Try the sample" }).waitFor();

  await page.keyboard.press("Control+k");
  await search.waitFor();
  await page.keyboard.type("go to projects");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/projects");

  // Within a project it knows the operations too.
  await visit(page, fairlead, `/projects/${project}`);
  await page.keyboard.press("Control+k");
  await search.waitFor();
  await page.keyboard.type("/berths");
  await page.getByRole("option", { name: /berths/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/playground\?operation=/);
  assert.deepEqual(page.problems, []);
});

test("the help lists every shortcut, and single keys can be switched off", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Shortcuts" });
  for (const label of ["Command palette", "Next pane", "Switch between light and dark"]) {
    await help.getByText(label).waitFor();
  }
  await page.keyboard.press("Escape");

  await visit(page, fairlead, "/settings?view=keys");
  await page.getByRole("checkbox", { name: /single/i }).uncheck();
  await page.getByRole("tab", { name: "Keys" }).focus();
  await page.keyboard.press("?");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
});

test("the theme follows the system until one is chosen, and is remembered", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead, { colorScheme: "dark" });
  const shows = (theme) => page.locator(`html[data-theme=${theme}]`).waitFor();
  await visit(page, fairlead, "/");
  await shows("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await shows("light");
  await page.keyboard.press("Control+Shift+L");
  await shows("dark");
  await page.reload();
  await shows("dark");
  assert.deepEqual(page.problems, []);
});

test("when the server is gone the page says so and stays", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/");
  await fairlead.stop();
  await page.getByText("Fairlead does not answer").waitFor();
  // What is on the page stays there.
  await page.getByRole("button", { name: "Try the sample" }).waitFor();
});
