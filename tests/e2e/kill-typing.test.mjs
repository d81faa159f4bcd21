// The program is killed while a person types.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { pause, ROUNDS, serve } from "./kill.mjs";
import { visit } from "./routes.mjs";

test("what a person has typed is there after the program was killed, in every tab", { timeout: 240_000 }, async (t) => {
  const fairlead = await Fairlead.start(t);
  const media = { "application/json": { schema: { type: "object" } } };
  const parts = { "multipart/form-data": { schema: { type: "object", properties: { note: { type: "string" } } } } };
  const fields = { "application/x-www-form-urlencoded": { schema: { type: "object", properties: { ship: { type: "string" } } } } };
  const post = (content) => ({ post: { requestBody: { content }, responses: { 200: { description: "ok" } } } });
  const text = JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Pier", version: "1" },
    paths: { "/json": post(media), "/form": post(fields), "/files": post(parts) },
  });
  const source = { kind: "upload", files: [{ name: "api.json", text }] };
  const { project } = await fairlead.api("POST", "/v1/imports", { source });
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const page = await open(await launch(t), fairlead);
  const address = (path) => `${base}/playground?operation=${items.find((o) => o.path === path).id}`;

  await visit(page, fairlead, address("/json"));
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await visit(page, fairlead, address("/form"));
  await page.getByRole("textbox", { name: "Value of ship" }).waitFor();
  await visit(page, fairlead, address("/files"));
  await page.getByRole("button", { name: "Add a field" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).last().fill("paper");
  // More than local storage has room for.
  const buffer = Buffer.alloc(6 * 1024 * 1024, "fairlead");
  await page
    .locator("input[type=file][aria-label='File of paper']")
    .setInputFiles({ name: "large.bin", mimeType: "application/x-paper", buffer });
  await page.getByText("large.bin").waitFor();
  await page.waitForFunction(() =>
    Object.keys(localStorage).some((key) => localStorage.getItem(key).startsWith("\u0001elsewhere")),
  );

  const tab = (name) => page.getByRole("tablist", { name: "Open requests" }).getByRole("tab").filter({ hasText: name });
  const written = async () => {
    await tab("/json").click();
    await page.locator(".monaco-editor .view-line").first().waitFor();
    const lines = await editor();
    await tab("/form").click();
    const ship = await page.getByRole("textbox", { name: "Value of ship" }).inputValue();
    await tab("/files").click();
    await page.getByText("large.bin").waitFor();
    return { lines, ship };
  };
  const editor = async () => {
    const lines = await page.locator(".monaco-editor .view-line").allInnerTexts();
    // Long lines are wrapped where there is room.
    return lines.join(" ").replace(/\s+/g, " ");
  };
  for (let round = 0; round < Math.min(ROUNDS, 6); round++) {
    await tab("/form").click();
    await page.getByRole("textbox", { name: "Value of ship" }).fill(`ship ${round}`);
    await tab("/json").click();
    await page.locator(".monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+End");
    const killing = pause(500).then(() => fairlead.stop("SIGKILL"));
    await page.keyboard.type(` round ${round} typed while it is killed`, { delay: 12 });
    await killing;
    const lines = await editor();
    assert.match(lines, new RegExp(`round ${round} typed while it is killed`));
    await fairlead.launch();
    // The address of the launch, as it is printed: the token is another.
    await page.goto(fairlead.url);
    await page.goto(`${fairlead.origin}${base}/playground`);
    await tab("/json").waitFor();
    assert.deepEqual(await written(), { lines, ship: `ship ${round}` }, `round ${round}`);
  }
  // The file is whole: it is sent as it was chosen.
  const got = [];
  const baseUrl = await serve(t, async (request, answer) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    got.push(Buffer.concat(chunks));
    answer.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await page.evaluate(
    ([key, kept]) => localStorage.setItem(key, kept),
    [`fairlead.target.${project.id}`, JSON.stringify({ kind: "url", baseUrl })],
  );
  await page.reload();
  await tab("/files").click();
  await page.getByText("large.bin").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await eventually("the file", async () => got.length > 0, 30_000);
  assert.ok(got[0].includes(buffer), "every byte of it");
});
