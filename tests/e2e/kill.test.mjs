// The program is killed while something is on its way: what it has acknowledged is there again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./fairlead.mjs";
import { leftovers, pause, prepare, ROUNDS, sealHolds, serve } from "./kill.mjs";

const CHUNK = Buffer.alloc(1024 * 1024, "fairlead ");
const WAYS = {
  /** No answer at all. */
  silent: () => {},
  events: (answer) => {
    answer.writeHead(200, { "content-type": "text/event-stream" });
    let n = 0;
    const timer = setInterval(() => answer.write(`data: event ${n++}\n\n`), 5);
    answer.on("close", () => clearInterval(timer));
  },
  lines: (answer) => {
    answer.writeHead(200, { "content-type": "application/x-ndjson" });
    let n = 0;
    const timer = setInterval(() => answer.write(`{"n":${n++}}\n`), 5);
    answer.on("close", () => clearInterval(timer));
  },
  /** A hundred megabytes, in parts. */
  large: async (answer) => {
    answer.writeHead(200, { "content-type": "text/plain", "content-length": 100 * CHUNK.length });
    for (let n = 0; n < 100 && !answer.destroyed; n++) {
      answer.write(CHUNK);
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    answer.end();
  },
};

test("what is on its way when the program is killed is in the history, and says so", async (t) => {
  const { fairlead, base, operationId } = await prepare(t);
  let way = "silent";
  const baseUrl = await serve(t, (_, answer) => WAYS[way](answer));
  const known = new Set();
  for (let round = 0; round < ROUNDS; round++) {
    way = Object.keys(WAYS)[round % 4];
    const id = crypto.randomUUID();
    const exchange = `${base}/playground/exchanges/${id}`;
    await fairlead.api("PUT", exchange, { operationId, target: { kind: "url", baseUrl } });
    await pause(way === "large" ? 1_500 : 900);
    const shown = await fairlead.fetch("GET", exchange).then((r) => (r.ok ? r.json() : null));
    await pause(300);
    await fairlead.restart("SIGKILL");

    const { items } = await fairlead.api("GET", `${base}/traces`);
    const fresh = items.filter((trace) => !known.has(trace.id));
    assert.equal(fresh.length, 1, `round ${round}, ${way}: ${JSON.stringify(fresh)}`);
    known.add(fresh[0].id);
    const detail = await fairlead.api("GET", `${base}/traces/${fresh[0].id}`);
    if (detail.error === null || detail.error === undefined) {
      assert.equal(way, "large", "only what has an end can have come whole");
      assert.equal(detail.trace?.status ?? detail.status, 200);
      continue;
    }
    assert.match(detail.error.message, /Fairlead ended before a whole answer came/);
    assert.equal(detail.errorCategory ?? detail.trace.errorCategory, "NETWORK");
    if (shown?.status) {
      // Once it was shown for a while, it is kept: what was kept is never called whole.
      const { response } = detail;
      if (response?.body) assert.equal(response.body.truncated, true);
    }
    const whole = await fairlead.fetch("GET", `${base}/traces/${fresh[0].id}/body`);
    assert.equal(whole.status, 404, "half an answer is no answer");
    await sealHolds(fairlead, base);
    assert.deepEqual(await leftovers(fairlead.data), []);
  }
});

test("of a stream that was shown the beginning is kept", async (t) => {
  const { fairlead, base, operationId } = await prepare(t);
  const baseUrl = await serve(t, (_, answer) => WAYS.events(answer));
  const exchange = `${base}/playground/exchanges/${crypto.randomUUID()}`;
  await fairlead.api("PUT", exchange, { operationId, target: { kind: "url", baseUrl } });
  await eventually("events", async () => (await fairlead.api("GET", exchange)).text.includes("event 50"));
  await new Promise((resolve) => setTimeout(resolve, 600));
  await fairlead.restart("SIGKILL");
  const { items } = await fairlead.api("GET", `${base}/traces`);
  const { response, error } = await fairlead.api("GET", `${base}/traces/${items[0].id}`);
  assert.equal(response.status, 200);
  assert.match(response.body.text, /^data: event 0\n\ndata: event 1\n[^]*event 50\n/);
  assert.equal(response.body.truncated, true);
  assert.match(error.message, /Fairlead ended/);
});

test("traces that were told of or answered are there, and the seal holds", async (t) => {
  const { fairlead, base, operationId, project } = await prepare(t);
  const sample = await fairlead.api("GET", `${base}/operations/${operationId}/sample`);
  const acknowledged = new Set();
  for (let round = 0; round < ROUNDS; round++) {
    const { items } = await fairlead.api("GET", `${base}/mocks`);
    const mock = await eventually("the mock", async () => {
      const now = await fairlead.api("GET", `${base}/mocks/${items[0].id}`);
      return now.state === "running" && now;
    });
    let ends = false;
    const listening = new AbortController();
    const authorization = `Bearer ${fairlead.token}`;
    const events = await fetch(`${fairlead.origin}/v1/events`, {
      headers: { authorization },
      signal: listening.signal,
    });
    const hear = (async () => {
      let text = "";
      for await (const part of events.body.pipeThrough(new TextDecoderStream())) {
        text += part;
        const messages = text.split("\n\n");
        text = messages.pop();
        for (const message of messages) {
          const data = /^data: (.*)$/m.exec(message)?.[1];
          const event = data && JSON.parse(data);
          if (event?.topic === "trace" && event.subjectId && event.projectId === project)
            acknowledged.add(event.subjectId);
        }
      }
    })().catch(() => {});
    const flood = Array.from({ length: 24 }, async () => {
      while (!ends) await fetch(`${mock.url}/berths`).then((r) => r.arrayBuffer(), () => pause(20));
    });
    const sends = Array.from({ length: 3 }, async () => {
      while (!ends) {
        const sent = await fairlead.api("POST", `${base}/playground/send`, sample).catch(() => null);
        if (sent) acknowledged.add(sent.id ?? sent.trace.id);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await pause(800);
    const killed = fairlead.stop("SIGKILL");
    ends = true;
    await killed;
    await Promise.all([...flood, ...sends]);
    listening.abort();
    await hear;
    await fairlead.launch();
    await sealHolds(fairlead, base);
    for (const id of acknowledged) {
      const there = await fairlead.fetch("GET", `${base}/traces/${id}`);
      assert.equal(there.status, 200, `round ${round}: the trace ${id} is lost`);
      await there.arrayBuffer();
    }
    const doubled = await fairlead.api("GET", `${base}/traces?limit=500`);
    assert.equal(new Set(doubled.items.map((i) => i.id)).size, doubled.items.length);
  }
  assert.ok(acknowledged.size > ROUNDS * 2, `${acknowledged.size} were acknowledged`);
});
