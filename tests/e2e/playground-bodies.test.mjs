// Bodies as what they are: fields, files, GraphQL.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const SPEC = `openapi: 3.1.0
info: { title: Bodies, version: 1.0.0 }
paths:
  /form:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, required: [ship], properties: { ship: { type: string }, berth: { type: string } } }
            example: { ship: Solveig, berth: A-07 }
      responses: { "200": { description: ok } }
  /files:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { note: { type: string }, paper: { type: string, format: binary } } }
      responses: { "200": { description: ok } }
  /graphql:
    post:
      requestBody:
        content:
          application/json:
            schema: { type: object, required: [query], properties: { query: { type: string }, variables: { type: object } } }
            example: { query: "query Ships { ships { name } }" }
      responses: { "200": { description: ok } }
`;

/** The playground before a server that keeps what it was sent. */
async function openBodies(t) {
  const got = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      got.push({ type: request.headers["content-type"], body: Buffer.concat(parts).toString("latin1") });
      response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const fairlead = await Fairlead.start(t);
  const source = { kind: "upload", files: [{ name: "bodies.yaml", text: SPEC }] };
  const { project } = await fairlead.api("POST", "/v1/imports", { source });
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const page = await open(await launch(t), fairlead);
  const target = { kind: "url", baseUrl: `http://127.0.0.1:${server.address().port}` };
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [
    `fairlead.target.${project.id}`,
    JSON.stringify(target),
  ]);
  const show = (path) => {
    const { id } = items.find((o) => o.path === path);
    return visit(page, fairlead, `${base}/playground?operation=${id}`);
  };
  const send = async () => {
    const before = got.length;
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("button", { name: "Send", exact: true }).waitFor();
    await page.getByRole("link", { name: "See the trace" }).waitFor();
    assert.ok(got.length > before, "it was sent");
    return got.at(-1);
  };
  return { page, show, send };
}

test("a form is written as fields, and as text", async (t) => {
  const { page, show, send } = await openBodies(t);
  await show("/form");
  await page.getByRole("textbox", { name: "Value of ship" }).fill("Sol & Veig");
  await page.getByRole("checkbox", { name: "Send berth" }).uncheck();
  await checkAccessibility(page);
  assert.equal((await send()).body, "ship=Sol+%26+Veig");
  await page.getByRole("radio", { name: "Raw" }).check();
  await page.locator(".view-line", { hasText: "ship=Sol+%26+Veig" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("a part of multipart is a file", async (t) => {
  const { page, show, send } = await openBodies(t);
  await show("/files");
  await page.getByRole("button", { name: "Remove", exact: false }).first().waitFor();
  while ((await page.getByRole("button", { name: /^Remove/ }).count()) > 0)
    await page.getByRole("button", { name: /^Remove/ }).first().click();
  await page.getByRole("button", { name: "Add a field" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("paper");
  await page
    .locator("input[type=file][aria-label='File of paper']")
    .setInputFiles({ name: "p.bin", mimeType: "application/x-paper", buffer: Buffer.from([0, 255, 1]) });
  await page.getByText("p.bin").waitFor();
  const { type, body } = await send();
  assert.match(type, /^multipart\/form-data; ?boundary=/);
  assert.match(body, /name="paper"; filename="p.bin"\r\nContent-Type: application\/x-paper\r\n\r\n\0\xff\x01\r\n/);
  assert.deepEqual(page.problems, []);
});

test("GraphQL has a document, variables and an operation", async (t) => {
  const { page, show, send } = await openBodies(t);
  await show("/graphql");
  const paste = async (label, text) => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.locator(`[data-editor="${label}"] .view-line`).first().click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+v");
  };
  await paste("GraphQL document", "query One { a }\nquery Two { b }");
  await paste("Variables", '{"first": 3}');
  await page.getByRole("combobox", { name: "Operation to run" }).selectOption("Two");
  await checkAccessibility(page);
  assert.deepEqual(JSON.parse((await send()).body), {
    query: "query One { a }\nquery Two { b }",
    variables: { first: 3 },
    operationName: "Two",
  });
  await page.getByRole("radio", { name: "Raw" }).check();
  await page.locator(".view-line", { hasText: "operationName" }).waitFor();
  assert.deepEqual(page.problems, []);
});

test("a template asks for its fields when it is opened", async (t) => {
  const { page, show, send } = await openBodies(t);
  await show("/form");
  await page.getByRole("button", { name: "Save as template…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /ship/ }).check();
  await dialog.getByRole("textbox", { name: /Field for .*ship/ }).fill("vessel");
  await dialog.getByRole("region", { name: "Template" }).getByText("{{vessel}}").waitFor();
  await checkAccessibility(page);
  await dialog.getByRole("button", { name: "Save the template" }).click();
  const form = page.getByRole("form", { name: "Fields of the template" });
  await form.getByRole("textbox", { name: "vessel" }).fill("Havhest");
  await page.getByRole("treeitem", { name: /\(template\)/ }).waitFor();
  await checkAccessibility(page);
  await form.getByRole("button", { name: /Fill in/ }).click();
  await form.waitFor({ state: "detached" });
  assert.match((await send()).body, /ship=Havhest/);
  assert.equal(await page.locator("[id^=request-tab-]").count(), 3);
  assert.deepEqual(page.problems, []);
});
