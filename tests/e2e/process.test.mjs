// The program as a process: what it keeps over a restart, whom it lets in.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";

import { eventually, Fairlead } from "./fairlead.mjs";

test("traces and mocks are there again after a restart", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project, mock } = await fairlead.importSample();
  const { operationId } = await sendFirst(fairlead, project.id);
  const before = await fairlead.api("GET", `/v1/projects/${project.id}/traces`);
  assert.equal(before.items.length, 1);
  assert.equal(before.items[0].operationId, operationId);

  assert.equal(await fairlead.stop(), 0, "it does not end in good order");
  await fairlead.launch();
  const after = await fairlead.api("GET", `/v1/projects/${project.id}/traces`);
  assert.deepEqual(after.items, before.items);
  const mocks = `/v1/projects/${project.id}/mocks/${mock.id}`;
  const running = await eventually("the mock to run again", async () => {
    const now = await fairlead.api("GET", mocks);
    return now.state === "running" && now;
  });
  assert.equal(running.port, mock.port, "the mock has moved");
});

test("what was sent is kept even when the program is killed", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  await sendFirst(fairlead, project.id);
  await fairlead.restart("SIGKILL");
  const { items } = await fairlead.api("GET", `/v1/projects/${project.id}/traces`);
  assert.equal(items.length, 1);
});

test("only whoever has the token is let in", async (t) => {
  const fairlead = await Fairlead.start(t);
  assert.equal((await fetch(`${fairlead.origin}/v1/projects`)).status, 401);
  const wrong = { authorization: `Bearer ${"0".repeat(fairlead.token.length)}` };
  assert.equal((await fetch(`${fairlead.origin}/v1/projects`, { headers: wrong })).status, 401);
  assert.equal((await fairlead.fetch("GET", "/v1/projects")).status, 200);
});

test("another site's page and another host's name are refused", async (t) => {
  const fairlead = await Fairlead.start(t);
  const authorization = `Bearer ${fairlead.token}`;
  const origin = await status(fairlead, { authorization, origin: "https://example.com" });
  assert.ok([401, 403].includes(origin), `${origin}`);
  const host = await status(fairlead, { authorization, host: "example.com" });
  assert.ok([400, 403, 421].includes(host), `${host}`);
  assert.equal(await status(fairlead, { authorization, origin: fairlead.origin }), 200);
});

/** Sends the first operation that works without credentials, with its own sample. */
async function sendFirst(fairlead, project) {
  const base = `/v1/projects/${project}`;
  const { items } = await fairlead.api("GET", `${base}/operations`);
  const operation = items.find((item) => item.kind === "operation" && item.method === "GET");
  const draft = await fairlead.api("GET", `${base}/operations/${operation.id}/sample`);
  const trace = await fairlead.api("POST", `${base}/playground/send`, draft);
  assert.ok(trace.response, JSON.stringify(trace));
  return trace;
}

/** The status of a request whose headers `fetch` would not allow. */
function status(fairlead, headers) {
  return new Promise((resolve, reject) => {
    request(`${fairlead.origin}/v1/projects`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}
