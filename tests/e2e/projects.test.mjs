// A project from nothing: by name, empty, and how a description comes into it later.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const DOCUMENT = `openapi: 3.1.0
info: { title: Lighthouse, version: "1" }
paths:
  /lamp:
    get:
      responses: { "200": { description: Whether it is lit } }
`;

async function begin(t, target = "/projects") {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, target);
  return { fairlead, page, dialog: page.getByRole("dialog", { name: "New project" }) };
}

test("a project begins empty, says so on every tab, and takes a description in", async (t) => {
  const { page, dialog, fairlead } = await begin(t);
  await page.getByRole("button", { name: "New project" }).click();
  await checkAccessibility(page);
  await dialog.getByRole("textbox", { name: "Name" }).fill("Pilotage");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { name: "Pilotage", level: 1 }).waitFor();

  const base = new URL(page.url()).pathname;
  const says = "This project has no API description yet";
  for (const tab of ["", "/spec"]) {
    await visit(page, fairlead, base + tab);
    await page.getByRole("heading", { name: says }).waitFor();
    await checkAccessibility(page);
  }
  for (const tab of ["/mocks", "/playground"]) {
    await visit(page, fairlead, base + tab);
    await page.getByRole("link", { name: "Import a description" }).waitFor();
    await checkAccessibility(page);
  }
  await page.getByRole("link", { name: "Import a description" }).click();
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.getByRole("tab", { name: /Operations [1-9]/ }).waitFor();
  const { items } = await fairlead.api("GET", "/v1/projects");
  assert.equal(items.length, 1);
  assert.equal(items[0].name, "Pilotage");
  assert.deepEqual(page.problems, []);
});

test("C and a name make a project from the sample; Esc gives the focus back", async (t) => {
  const { page, dialog } = await begin(t);
  const button = page.getByRole("button", { name: "New project" });
  await button.focus();
  await page.keyboard.press("c");
  const name = dialog.getByRole("textbox", { name: "Name" });
  await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.ok(await button.evaluate((element) => element === document.activeElement));

  await page.keyboard.press("c");
  await name.fill("My harbour");
  await dialog.getByRole("button", { name: "Try the sample" }).click();
  await page.getByRole("heading", { name: "My harbour", level: 1 }).waitFor();
});

test("a file dropped on an empty project goes into it, one dropped on another is asked about", async (t) => {
  const { page, fairlead } = await begin(t);
  const { id } = await fairlead.api("POST", "/v1/projects", { name: "Lights" });
  await visit(page, fairlead, `/projects/${id}`);
  await drop(page);
  await page.getByRole("heading", { name: "Lighthouse", level: 2 }).waitFor();

  await drop(page);
  const asked = page.getByRole("dialog", { name: "Where does it go?" });
  await asked.getByRole("button", { name: "Revision of Lights" }).click();
  await asked.waitFor({ state: "detached" });
  await visit(page, fairlead, `/projects/${id}/spec?view=revisions`);
  await page.getByRole("list", { name: "Revisions" }).getByText("Revision 2").waitFor();
  assert.equal((await fairlead.api("GET", "/v1/projects")).items.length, 1);
});

test("a place on this machine is imported, and one that is not there is refused", async (t) => {
  const { page, fairlead } = await begin(t, "/");
  const place = page.getByRole("textbox", { name: /path/ });
  await place.fill(`${fairlead.data}/nowhere.yaml`);
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByRole("button", { name: "Copy request id" }).waitFor();
  await writeFile(`${fairlead.data}/lighthouse.yaml`, DOCUMENT);
  await place.fill(`${fairlead.data}/lighthouse.yaml`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Lighthouse", level: 1 }).waitFor();
});

/** Drops the document on the window as a file, once the window takes files. */
const drop = (page) =>
  page.waitForFunction((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], "lighthouse.yaml"));
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    return !window.dispatchEvent(event);
  }, DOCUMENT);
