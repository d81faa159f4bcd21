// Saved requests: imported, opened, saved, copied as code, deleted and brought back.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const TOKEN = "tok-that-nobody-may-see-42";
const COMMANDS = `curl 'http://api.example.com/v1/nowhere?api_key=${TOKEN}'
curl -X GET http://127.0.0.1/berths?limit=2 -H 'Authorization: Bearer ${TOKEN}' -k`;

async function openSaved(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead, options);
  await visit(page, fairlead, `/projects/${project.id}/playground?list=saved`);
  return { fairlead, page, project: project.id };
}

const shot = (page, name) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined;

async function importPasted(page) {
  await page.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Collection or commands" }).fill(COMMANDS);
  await dialog.getByRole("button", { name: "Look at it" }).click();
  await dialog.getByText("that certificates are not checked").waitFor();
  return dialog;
}

test("commands are looked at before anything is kept, then opened and copied as code", async (t) => {
  const { fairlead, page, project } = await openSaved(t);
  const dialog = await importPasted(page);
  await shot(page, "import");
  const list = `/v1/projects/${project}/requests`;
  assert.equal((await fairlead.api("GET", list)).total, 0);
  await dialog.getByRole("button", { name: "Import 2 requests" }).click();
  // Its own list shows the names too, before anything is kept.
  await dialog.waitFor({ state: "detached" });
  await page.getByText("GET /v1/nowhere").first().waitFor();
  const kept = await fairlead.api("GET", list);
  assert.equal(kept.total, 2);
  assert.ok(!JSON.stringify(kept).includes(TOKEN));

  await page.getByText("GET /v1/nowhere").first().click();
  const address = page.getByRole("textbox", { name: "Address" });
  await address.waitFor();
  assert.match(await address.inputValue(), /\/v1\/nowhere\?api_key=\{\{\w+\}\}$/);
  await page.getByRole("combobox", { name: "Copy as" }).selectOption("python");
  await page.getByText("Python (requests) copied").waitFor();
  const free = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(free, /import requests/);
  assert.ok(!free.includes(TOKEN));
  await shot(page, "unmatched");

  await page.getByText("GET /berths").first().click();
  await page.getByRole("combobox", { name: "Copy as" }).waitFor();
  await shot(page, "matched");
  await page.getByRole("combobox", { name: "Copy as" }).selectOption("go");
  await page.getByText("Go (net/http) copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^package main/);
  assert.ok(!copied.includes(TOKEN));
  assert.deepEqual(page.problems, []);
});

test("a draft is saved by keys, renamed, deleted, and brought back", async (t) => {
  const { fairlead, page, project } = await openSaved(t);
  const { items } = await fairlead.api("GET", `/v1/projects/${project}/operations`);
  const { id } = items.find((operation) => operation.operationId === "createBooking");
  await visit(page, fairlead, `/projects/${project}/playground?operation=${id}`);
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Book a berth");
  await dialog.getByRole("combobox", { name: "Folder" }).fill("Berths / New");
  await shot(page, "save");
  await dialog.getByRole("button", { name: "Save" }).click();
  const bar = page.getByRole("toolbar", { name: "The open request" });
  await bar.getByText("Book a berth").waitFor();
  const list = `/v1/projects/${project}/requests`;
  const [saved] = (await fairlead.api("GET", list)).items;
  assert.deepEqual(saved.folder, ["Berths", "New"]);
  assert.equal(saved.operationId, id);

  await bar.getByRole("button", { name: "Rename or move…" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Book one");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await bar.getByText("Book one").waitFor();
  await bar.getByRole("button", { name: "Duplicate" }).click();
  await bar.getByText("Book one copy").waitFor();
  await shot(page, "saved");
  await bar.getByRole("button", { name: "Delete" }).click();
  await page.getByText("Book one copy is deleted").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Book one copy", { exact: true }).first().waitFor();
  const names = (await fairlead.api("GET", list)).items.map((r) => r.name);
  assert.deepEqual(names, ["Book one", "Book one copy"]);
  assert.deepEqual(page.problems, []);
});

test("at the width of a phone the import fits, in the dark too", async (t) => {
  const { page } = await openSaved(t, { viewport: { width: 375, height: 720 }, colorScheme: "dark" });
  await shot(page, "phone-empty");
  const dialog = await importPasted(page);
  await shot(page, "phone-import");
  await dialog.getByRole("button", { name: "Import 2 requests" }).click();
  await page.getByText("GET /berths").first().waitFor();
  await shot(page, "phone-list");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false);
});

test("folders close and open by keys, and stay as they were", async (t) => {
  const { fairlead, page, project } = await openSaved(t);
  const save = (name, ...folder) =>
    fairlead.api("POST", `/v1/projects/${project}/requests`, {
      name,
      folder,
      request: { method: "GET", url: `http://127.0.0.1:9/${name}` },
    });
  await save("top");
  await save("inner", "Sea", "Ships");
  await save("beside", "Sea");
  const tree = page.getByRole("tree", { name: "Saved requests" });
  const item = (name) => tree.getByRole("treeitem", { name });
  await item("inner").waitFor();
  assert.equal(await item("inner").getAttribute("aria-level"), "3");
  await shot(page, "tree");
  await checkAccessibility(page);
  await item("top").focus();
  const press = (key) => page.keyboard.press(key);
  const focused = async (name) =>
    page.waitForFunction(
      (name) => document.activeElement?.textContent?.includes(name),
      name,
    );
  await press("ArrowDown");
  await focused("Sea");
  await press("ArrowLeft");
  await item("inner").waitFor({ state: "detached" });
  assert.equal(await item("Sea").getAttribute("aria-expanded"), "false");
  await page.reload();
  await item("Sea").waitFor();
  assert.equal(await item("beside").count(), 0, "it is closed still");
  await page.getByLabel("Filter saved requests").fill("inner");
  await item("inner").waitFor();
  await page.getByLabel("Filter saved requests").fill("");
  await item("inner").waitFor({ state: "detached" });
  await item("Sea").focus();
  await press("ArrowRight");
  await item("beside").waitFor();
  await press("ArrowRight");
  await focused("beside");
  await press("End");
  await focused("inner");
  await press("Enter");
  await page.getByRole("toolbar", { name: "The open request" }).getByText("inner").waitFor();
  assert.equal(await item("inner").getAttribute("aria-selected"), "true");
  await press("ArrowLeft");
  await focused("Ships");
  assert.deepEqual(page.problems, []);
});

for (const [width, colorScheme] of [
  [1280, "light"],
  [1280, "dark"],
  [375, "light"],
]) {
  test(`requests are kept in a folder, at ${width} pixels and ${colorScheme}`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "requests-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const viewport = { width, height: 720 };
    const { fairlead, page, project } = await openSaved(t, { viewport, colorScheme });
    const look = (name) => shot(page, `folder-${name}-${width}-${colorScheme}`);
    const list = `/v1/projects/${project}/requests`;
    await fairlead.api("POST", list, { name: "All", request: { method: "GET", url: "http://h/all" } });
    const bar = page.getByRole("region", { name: "Folder of the requests" });
    await look("none");
    await bar.getByRole("button", { name: "Keep in a folder…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Path of the folder" }).fill(folder);
    await look("asking");
    await dialog.getByRole("button", { name: "Keep them there" }).click();
    await dialog.getByText("Both sides are the same.").waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    await bar.getByText("In the folder").waitFor();
    await look("synced");
    assert.match(await readFile(join(folder, "All.request.yaml"), "utf8"), /http:\/\/h\/all/);

    await writeFile(join(folder, "By hand.request.yaml"), "method: GET\nurl: http://h/hand\n");
    await page.getByText("By hand").first().waitFor();
    await writeFile(join(folder, "Broken.request.yaml"), "method: GET\nurl: x\ncolour: red\n");
    await bar.getByText("1 problem").waitFor();
    await bar.getByRole("button", { name: "Folder…" }).click();
    await dialog.getByText("Broken.request.yaml:3").waitFor();
    await look("problem");
    await checkAccessibility(page);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wider, false);
    await dialog.getByRole("button", { name: "Done" }).click();

    await rm(folder, { recursive: true });
    await bar.getByText("Not synced").waitFor();
    await look("failed");
    assert.equal((await fairlead.api("GET", list)).total, 2);
    await bar.getByRole("button", { name: "Folder…" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByRole("button", { name: "Unlink, and leave the files" }).click();
    await bar.getByRole("button", { name: "Keep in a folder…" }).waitFor();
    assert.deepEqual(page.problems, []);
  });
}
