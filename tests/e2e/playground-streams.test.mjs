// Answers that last, that are large, and that come only at another attempt.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const HUGE = 100 * 1024 * 1024;

/** The playground before a server that answers as `answer` says. */
async function openBefore(t, answer) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const { id } = items.find((o) => o.method === "GET" && !o.path.includes("{"));
  const page = await open(await launch(t), fairlead);
  const target = { kind: "url", baseUrl: `http://127.0.0.1:${server.address().port}` };
  await page.evaluate(
    ([key, kept]) => localStorage.setItem(key, kept),
    [`fairlead.target.${project.id}`, JSON.stringify(target)],
  );
  await visit(page, fairlead, `${base}/playground?operation=${id}`);
  const send = page.getByRole("button", { name: "Send", exact: true });
  await send.waitFor();
  return { page, send, fairlead, base };
}

const response = (page) => page.getByRole("region", { name: "Response" });

test("events show as they come, and what came is kept when a person ends them", async (t) => {
  let next;
  const { page, send, fairlead, base } = await openBefore(t, (_, answer) => {
    answer.writeHead(200, { "content-type": "text/event-stream" });
    answer.write("data: first\n\n");
    next = () => answer.write("event: late\ndata: second\n\n");
  });
  await send.click();
  const events = page.getByRole("list", { name: "Events so far" });
  await events.getByText("first").waitFor();
  next();
  await events.getByText("second").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await response(page).getByRole("link", { name: "See the trace" }).waitFor();
  await response(page).getByText("second").first().waitFor();
  const { items } = await fairlead.api("GET", `/v1${base}/traces`);
  assert.equal(items.length, 1);
  assert.equal(items[0].status, 200);
  assert.deepEqual(page.problems, []);
});

test("an answer of a hundred megabytes is shown in part and saved whole", async (t) => {
  const line = `${"fairlead ".repeat(14)}\n`;
  const { page, send } = await openBefore(t, (_, answer) => {
    answer.writeHead(200, { "content-type": "text/plain" });
    answer.end(line.repeat(Math.ceil(HUGE / line.length)).slice(0, HUGE));
  });
  await send.click();
  await response(page).getByText(/Only the first .* were kept/).waitFor({ timeout: 60_000 });
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await response(page).getByRole("button", { name: "Save to a file" }).click();
  const bytes = await readFile(await (await download).path());
  assert.equal(bytes.length, HUGE);
  assert.equal(bytes.subarray(0, line.length).toString(), line);
  // The page is still quick.
  await page.getByRole("tab", { name: "Query" }).click();
  assert.deepEqual(page.problems, []);
});

test("a request is sent again as often as its options say", async (t) => {
  let asked = 0;
  const { page, send } = await openBefore(t, (_, answer) => {
    asked += 1;
    if (asked < 3) answer.writeHead(503, { "retry-after": "0" }).end();
    else answer.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByLabel("Send again up to").fill("2");
  await send.click();
  await response(page).getByText("200").first().waitFor();
  assert.equal(asked, 3);
  await page.reload();
  await page.getByRole("button", { name: "Options" }).click();
  assert.equal(await page.getByLabel("Send again up to").inputValue(), "2");
  assert.deepEqual(page.problems, []);
});
