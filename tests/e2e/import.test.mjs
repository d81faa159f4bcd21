// Bringing an API: the sample, a file, a URL, and what cannot be brought.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const DOCUMENT = `openapi: 3.1.0
info: { title: Lighthouse, version: "1" }
paths:
  /lamp:
    get:
      responses:
        "200":
          description: Whether it is lit
          content:
            application/json:
              schema: { type: object, required: [lit], properties: { lit: { type: boolean } } }
`;

test("the sample is a project with a running mock after one click", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}$/);
  await page.getByText("mock running").first().waitFor();
  const { items } = await fairlead.api("GET", "/v1/projects");
  assert.equal(items.length, 1);
  const { url } = items[0].mocks[0];
  assert.equal((await fetch(`${url}/nowhere`)).status, 404, "the mock does not answer");
  assert.deepEqual(page.problems, []);
});

test("a chosen file is imported, and one with a fault too, with its problems", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  const choose = (name, text) =>
    page
      .getByLabel("Files of the API description")
      .setInputFiles({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });
  await choose("lighthouse.yaml", DOCUMENT);
  await page.getByRole("heading", { name: "Lighthouse", level: 1 }).waitFor();

  await visit(page, fairlead, "/");
  await choose("broken.yaml", DOCUMENT.replace("{ type: object", '{ $ref: "#/nowhere", type: object'));
  await page.waitForURL(/\/projects\//);
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Spec" }).click();
  await page.getByRole("tab", { name: /Problems [1-9]/ }).click();
  await page.getByText(/#\/nowhere/).first().waitFor();
});

test("overlays are laid over what is chosen next, or among the files", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  const file = (name, text) => ({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });
  const overlay = (title) =>
    `overlay: 1.0.0\ninfo: { title: T, version: "1" }\nactions:\n  - { target: $.info, update: { title: ${title} } }\n`;
  await page.getByLabel("Overlays", { exact: true }).setInputFiles([file("first.yaml", overlay("Beacon"))]);
  await page.getByText("first.yaml").waitFor();
  await page
    .getByLabel("Files of the API description")
    .setInputFiles([file("lighthouse.yaml", DOCUMENT), file("names.yaml", overlay("Pharos"))]);
  // The chosen one comes last.
  await page.getByRole("heading", { name: "Beacon", level: 1 }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("what is no API description is refused with the reason, and nothing is left behind", async (t) => {
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  await page.getByLabel("Files of the API description").setInputFiles({
    name: "notes.yaml",
    mimeType: "application/yaml",
    buffer: Buffer.from("just: notes\n"),
  });
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /openapi/i);
  assert.equal((await fairlead.api("GET", "/v1/projects")).items.length, 0);
});

test("a URL on a private address is refused with what to do", async (t) => {
  const server = createServer((_, response) => response.end(DOCUMENT));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const fairlead = await Fairlead.start(t);
  const page = await open(await launch(t), fairlead);
  const url = `http://127.0.0.1:${server.address().port}/lighthouse.yaml`;
  await page.getByRole("textbox", { name: /URL/ }).fill(url);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /private|loopback|127\.0\.0\.1/i);
});
