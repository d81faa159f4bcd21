// Esc in a dialog: an untouched one is gone at once, and what was typed is asked for first.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { prepare, visit } from "./routes.mjs";

/** Where each dialog is opened, by which button, and a field of it. */
const DIALOGS = [
  ["", "New project", "Name", "projects"],
  ["playground?operation=", "Save", "Name"],
  ["playground?operation=", "Save as template…", "Folder"],
  ["playground?list=saved", "Import…", "Collection or commands"],
  ["playground?list=saved", "Keep in a folder…", /^Path of the folder/],
  ["environments", "New environment", "Name"],
  ["partners", "New partner", "Contact"],
  ["traces", "Views", "Name of the view"],
];

test("no dialog loses what was typed by a key, and none asks for nothing", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project, operation } = await prepare(fairlead);
  const page = await open(await launch(t), fairlead);
  for (const [view, name, field, place] of DIALOGS) {
    const route = view.replace(/operation=$/, `operation=${operation}`);
    await visit(page, fairlead, place ? `/${place}` : `/projects/${project}/${route}`);
    const button = page.getByRole("button", { name, exact: true }).first();
    const dialogs = page.getByRole("dialog");
    const leaving = page.getByRole("dialog", { name: "Leave without saving?" });

    await button.click();
    await dialogs.first().waitFor();
    const label = dialogs.getByLabel(field, { exact: true });
    await label.waitFor();
    const inside = await page.evaluate(() => document.activeElement?.closest("[role=dialog]") != null);
    assert.ok(inside, `the focus is in ${name}`);
    await page.keyboard.press("Escape");
    await dialogs.waitFor({ state: "detached" });

    await button.click();
    await label.fill("long thoughts");
    await page.keyboard.press("Escape");
    await leaving.getByRole("button", { name: "Cancel" }).press("Enter");
    await leaving.waitFor({ state: "detached" });
    assert.equal(await label.inputValue(), "long thoughts", name);
    await dialogs.getByRole("button", { name: "Close", exact: true }).click();
    await leaving.getByRole("button", { name: "Leave" }).click();
    await dialogs.waitFor({ state: "detached" });
  }
  assert.deepEqual(page.problems, []);
});
