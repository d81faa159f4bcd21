// Mocks: health, requests as they come, a real API behind one, several at once.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

test("requests appear as they come, and the mock is healthy", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project, mock } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  await page.getByText("healthy").first().waitFor();
  await page.getByText("Requests, as they come").click();
  await page.getByText("Nobody has asked yet").waitFor();
  await fetch(`${mock.url}/nowhere`);
  const log = page.getByRole("list", { name: "Last requests" });
  await log.getByText("/nowhere").waitFor();
  await log.getByRole("link").first().click();
  await page.waitForURL(/\/traces\//);
  assert.deepEqual(page.problems, []);
});

test("a mock is put before a real API, and answers by itself again", async (t) => {
  const api = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ asked: request.url }));
  });
  await new Promise((resolve) => api.listen(0, "127.0.0.1", resolve));
  t.after(() => api.close());
  const upstream = `http://127.0.0.1:${api.address().port}/v1`;
  const fairlead = await Fairlead.start(t);
  const { project, mock } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  await page.getByText("Proxy: a real API behind it").click();
  const form = page.getByRole("form", { name: "Proxy" });
  await form.getByLabel("Address of the API").fill(upstream);
  await form.getByLabel("Add an operation that is not built yet").fill("GET /status");
  await form.getByRole("button", { name: "Let the API answer GET /status" }).waitFor();
  await form.getByRole("button", { name: "Put it before this API" }).click();
  await page.getByText(`Proxy of ${upstream}`).waitFor();
  const answer = await fetch(`${mock.url}/berths/A-1`);
  assert.deepEqual(await answer.json(), { asked: "/v1/berths/A-1" });
  const mocked = await fetch(`${mock.url}/status`);
  assert.equal(mocked.headers.get("fairlead-source"), "mock");
  await form.getByRole("button", { name: "Answer by itself again" }).click();
  await page.getByText("Proxy: a real API behind it").waitFor();
  assert.notEqual((await fetch(`${mock.url}/berths/A-1`)).status, 200, "it wants a key");
  assert.deepEqual(page.problems, []);
});

test("all mocks stop and start at once", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  await fairlead.api("POST", `/v1/projects/${project.id}/mocks`, {});
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  const all = page.getByRole("group", { name: "All mocks" });
  await all.getByRole("button", { name: "Stop all" }).click();
  await page.getByText("2 mocks stopped").waitFor();
  await all.getByRole("button", { name: "Start all", exact: true }).click();
  await page.getByText("2 mocks started").waitFor();
  assert.ok(await all.getByRole("button", { name: "Delete unused" }).isDisabled());
  const { items } = await fairlead.api("GET", `/v1/projects/${project.id}/mocks`);
  assert.deepEqual(items.map((mock) => mock.state), ["running", "running"]);
  assert.deepEqual(page.problems, []);
});
