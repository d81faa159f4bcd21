// A vendor and a partner, each with a program of their own: a bundle goes there, results come back.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const KEY = "the-vendors-own-key-1234";
const shots = process.env.SHOTS;

async function shoot(page, name) {
  if (!shots) return;
  const is = await page.evaluate(() => document.documentElement.dataset.theme);
  for (const theme of ["light", "dark"]) {
    await page.evaluate((to) => {
      document.documentElement.dataset.theme = to;
    }, theme);
    await page.screenshot({ path: `${shots}/partners-${name}-${theme}.png` });
  }
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: 375, height: 800 });
  await page.screenshot({ path: `${shots}/partners-${name}-375.png` });
  await page.setViewportSize({ width, height });
  await page.evaluate((to) => {
    document.documentElement.dataset.theme = to;
  }, is ?? "light");
}

/** What a button lets a person save, as a file in a folder. */
async function saved(page, folder, act) {
  const coming = page.waitForEvent("download");
  await act();
  const download = await coming;
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

async function vendor(t) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const at = `/v1/projects/${project.id}`;
  for (const name of ["Sandbox", "Staging"]) {
    const made = await fairlead.api("POST", `${at}/environments`, {
      name,
      type: "SANDBOX",
      baseUrl: "http://127.0.0.1:9/{{tenant}}",
      auth: { kind: "apiKey", place: "header", name: "X-Key" },
    });
    await fairlead.api("PUT", `${at}/environments/${made.id}/secrets/apiKey`, { value: KEY });
  }
  await fairlead.api("PUT", `${at}/variables/tenant`, { value: "north" });
  for (const name of ["List berths", "For us alone"]) {
    const request = { name, method: "GET", url: "{{baseUrl}}/berths" };
    await fairlead.api("POST", `${at}/requests`, { name, folder: ["First steps"], request });
  }
  return { fairlead, project: project.id, at };
}

async function folder(t) {
  const made = await mkdtemp(path.join(tmpdir(), "fairlead-bundles-"));
  t.after(() => rm(made, { recursive: true, force: true }));
  return made;
}

test("a space goes to a partner as a file, and results come back as one", async (t) => {
  const files = await folder(t);
  const own = await vendor(t);
  const browser = await launch(t);
  const page = await open(browser, own.fairlead);

  // The vendor says who the partner is, and what partners see.
  await visit(page, own.fairlead, `/projects/${own.project}/partners`);
  await page.getByRole("button", { name: "Add the first partner" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Acme Shipping");
  await dialog.getByLabel("Contact").fill("ann@acme.example");
  await checkAccessibility(page);
  await dialog.getByRole("button", { name: "Add" }).click();
  await dialog.waitFor({ state: "detached" });
  const form = page.getByRole("form", { name: "What partners see" });
  await form.getByLabel("Your name to them").fill("Harbour Authority");
  const sandboxIsOpen = form.getByRole("checkbox", { name: "Sandbox Sandbox" });
  await sandboxIsOpen.click();
  await eventually("an environment that is open to partners", async () => {
    const { items } = await own.fairlead.api("GET", `${own.at}/environments`);
    return items[0].partnerEnabled && (await sandboxIsOpen.isChecked());
  });
  await form.getByLabel("First steps / List berths").check();
  await form.getByLabel("Notes, in Markdown").fill("Berths are numbered **from the sea**.");
  await form.getByRole("button", { name: "Preview" }).click();
  await form.locator("strong", { hasText: "from the sea" }).waitFor();
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();
  const card = page.getByRole("article", { name: "Acme Shipping" });
  await card.getByRole("button", { name: "Variables of Acme Shipping" }).click();
  await card.getByRole("button", { name: "New variable" }).click();
  await card.getByLabel("Name").fill("account");
  await card.getByLabel("Value").fill("acct_1");
  await card.getByRole("button", { name: "Keep" }).click();
  await card.getByText("{{account}}").waitFor();
  await shoot(page, "page");
  await card.getByRole("button", { name: "What they see: Acme Shipping" }).click();
  await card.getByText("First steps / List berths").waitFor();
  await checkAccessibility(page);
  await shoot(page, "contents");
  const bundle = await saved(page, files, () =>
    card.getByRole("button", { name: "Make bundle for Acme Shipping" }).click(),
  );
  assert.match(path.basename(bundle), /-for-acme-shipping-1\.fairlead$/);
  assert.ok(!(await readFile(bundle)).includes(KEY));
  await page.getByText("is made").waitFor();
  await card.getByText("Bundle made", { exact: false }).waitFor();

  // The partner opens it on another machine, with nothing but the file.
  const theirs = await Fairlead.start(t);
  const there = await open(browser, theirs);
  await visit(there, theirs, "/projects");
  await there.getByRole("button", { name: "Open a bundle…" }).click();
  const opening = there.getByRole("dialog");
  await opening.getByLabel("File, ending with .fairlead").setInputFiles(bundle);
  await opening.getByText("first time").waitFor();
  await opening.getByText("Berths are numbered").waitFor();
  await checkAccessibility(there);
  await shoot(there, "opening");
  await opening.getByRole("button", { name: "Open as a project" }).click();
  const panel = there.getByRole("region", { name: "Partner space" });
  await panel.getByRole("heading", { name: "From Harbour Authority" }).waitFor();
  await checkAccessibility(there);
  await shoot(there, "space");
  const tabs = there.getByRole("navigation", { name: "Project" });
  assert.equal(await tabs.getByRole("link", { name: "Partners" }).count(), 0);

  // What the vendor has given is not changed; its secrets are the partner's to set.
  await tabs.getByRole("link", { name: "Environments" }).click();
  const sandbox = there.getByRole("article", { name: "Sandbox" });
  await sandbox.getByText("from Harbour Authority").waitFor();
  await sandbox.getByText("not set").waitFor();
  assert.equal(await sandbox.getByRole("button", { name: "Edit Sandbox" }).count(), 0);
  assert.equal(await there.getByRole("article", { name: "Staging" }).count(), 0);
  await shoot(there, "their-settings");
  await tabs.getByRole("link", { name: "Spec" }).click();
  await there.getByRole("tab", { name: "Revisions" }).click();
  await there.getByText("in use").waitFor();
  assert.equal(await there.getByRole("button", { name: "Choose files" }).count(), 0);

  // They send something, and send the results back.
  const [project] = (await theirs.api("GET", "/v1/projects")).items;
  const { items } = await theirs.api("GET", `/v1/projects/${project.id}/operations`);
  const list = items.find((o) => o.path === "/berths" && o.method === "GET");
  const draft = { operationId: list.id, target: { kind: "mock" } };
  await theirs.api("POST", `/v1/projects/${project.id}/playground/send`, draft);
  await tabs.getByRole("link", { name: "Overview" }).click();
  await panel.getByRole("button", { name: "Send results…" }).click();
  await there.getByLabel("What to say").fill("Where do I get a key?");
  await checkAccessibility(there);
  await shoot(there, "results");
  const results = await saved(there, files, () =>
    there.getByRole("button", { name: "Make the file" }).click(),
  );

  // The vendor drops the file on the window.
  const bytes = [...(await readFile(results))];
  const dropped = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(content)], "back.fairlead"));
    return data;
  }, bytes);
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  const taking = page.getByRole("dialog", { name: "back.fairlead" });
  await taking.getByText("Where do I get a key?").waitFor();
  await taking.getByText(/1 trace, [01] of them failed/).waitFor();
  await shoot(page, "taking");
  await taking.getByRole("button", { name: "Take the results" }).click();
  const [partner] = (await own.fairlead.api("GET", `${own.at}/partners`)).items;
  await page.waitForURL(new RegExp(`/traces\\?partner=${partner.id}`));
  await page.getByText(`1 trace of ${partner.name} taken`).waitFor();
  await page.getByText("1 found").waitFor();
  const traces = await own.fairlead.api("GET", `${own.at}/traces`);
  assert.equal(traces.items.length, 1);
  assert.equal(traces.items[0].partnerId, partner.id);

  // What comes twice is kept once.
  await page.dispatchEvent("body", "drop", { dataTransfer: dropped });
  await taking.getByRole("button", { name: "Take the results" }).click();
  await page.getByText(`All traces of ${partner.name} were here already: 1`).waitFor();
  await page.getByText("1 found").waitFor();
});

test("a vendor looks at a project as a partner does", async (t) => {
  const own = await vendor(t);
  const { at, fairlead, project } = own;
  const acme = await fairlead.api("POST", `${at}/partners`, { name: "Acme" });
  await fairlead.api("PUT", `${at}/partner-space`, { notes: "Ask before you dredge." });
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project}/partners`);
  await page.getByRole("button", { name: "View as partner Acme" }).click();
  await page.getByText("You see this project as Acme does.", { exact: false }).waitFor();
  const panel = page.getByRole("region", { name: "Partner space" });
  await panel.getByText("Ask before you dredge.").waitFor();
  assert.ok(await panel.getByRole("button", { name: "Send results…" }).isDisabled());
  await shoot(page, "view-as-overview");
  const tabs = page.getByRole("navigation", { name: "Project" });
  assert.equal(await tabs.getByRole("link", { name: "Partners" }).count(), 0);
  await tabs.getByRole("link", { name: "Environments" }).click();
  await page.getByRole("heading", { name: "Environments" }).waitFor();
  assert.equal(await page.getByRole("article").count(), 0, "nothing is open to partners");
  assert.ok(await page.getByRole("button", { name: "New environment" }).isDisabled());
  assert.equal(await page.getByRole("button", { name: "Delete the project" }).count(), 0);
  await checkAccessibility(page);
  await shoot(page, "view-as");

  // After a reload it is still their view, and what is sent is told to be theirs.
  await page.reload();
  await page.getByText("You see this project as Acme does.", { exact: false }).waitFor();
  const response = await fetch(`${fairlead.origin}${at}`, {
    headers: { authorization: `Bearer ${fairlead.token}`, "fairlead-view-as": acme.id },
  });
  assert.deepEqual((await response.json()).may, ["view", "send"]);
  await page.getByRole("button", { name: "Back to your view" }).click();
  await page.getByRole("button", { name: "View as partner Acme" }).waitFor();
  await tabs.getByRole("link", { name: "Environments" }).click();
  await page.getByRole("article", { name: "Staging" }).waitFor();
});

test("a file that was changed on its way is refused, and says so", async (t) => {
  const files = await folder(t);
  const { at, fairlead } = await vendor(t);
  const acme = await fairlead.api("POST", `${at}/partners`, { name: "Acme" });
  const made = await fairlead.fetch("POST", `${at}/partners/${acme.id}/bundle`);
  const bytes = new Uint8Array(await made.arrayBuffer());
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  const file = path.join(files, "changed.fairlead");
  await writeFile(file, bytes);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, "/projects");
  await page.getByRole("button", { name: "Open a bundle…" }).click();
  await page.getByLabel("File, ending with .fairlead").setInputFiles(file);
  await page.getByRole("alert").waitFor();
  const dialog = page.getByRole("dialog");
  assert.ok(await dialog.getByRole("button", { name: "Open", exact: true }).isDisabled());
  await shoot(page, "refused");
});
