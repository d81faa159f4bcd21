// The program is killed in the middle of everything: what it has acknowledged is there again.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

/** How often each state is killed. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 8);
const pause = (most) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));

/** A server that answers as `answer` says; its address. */
async function serve(t, answer) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

async function prepare(t) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/v1/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `${base}/operations`);
  const { id } = items.find((o) => o.method === "GET" && !o.path.includes("{"));
  return { fairlead, base, operationId: id, project: project.id };
}

/** Every file below a folder that a program in the middle of writing may have left. */
async function leftovers(folder) {
  const all = await readdir(folder, { recursive: true });
  return all.filter((name) => /\.part$|\.tmp$|(^|\/)\.writable/.test(name));
}

async function sealHolds(fairlead, base) {
  const seal = await fairlead.api("GET", `${base}/traces/seal`);
  assert.equal(seal.holds, true, JSON.stringify(seal));
}

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

test("saved requests in a folder are whole on both sides, and stay in step", async (t) => {
  const { fairlead, base } = await prepare(t);
  const folder = await mkdtemp(path.join(tmpdir(), "fairlead-kill-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const list = `${base}/requests`;
  await fairlead.api("PUT", `${list}/folder`, { path: folder });
  const wanted = new Map();
  const ids = new Map();
  let number = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let ends = false;
    const work = (async () => {
      while (!ends) {
        const n = number++;
        const name = `Request ${n}`;
        const url = `http://h/${n}`;
        const request = { method: "GET", url };
        const made = await fairlead.api("POST", list, { name, request }).catch(() => null);
        if (!made) return;
        wanted.set(name, url);
        ids.set(name, made.id);
        // Every other one is changed at once, and every fifth deleted.
        if (n % 2 === 0) {
          const changed = { request: { method: "GET", url: `${url}/changed` } };
          // Until it is answered, either may be there.
          wanted.set(name, new RegExp(`${url}(/changed)?$`));
          if (await fairlead.api("PATCH", `${list}/${made.id}`, changed).catch(() => null))
            wanted.set(name, `${url}/changed`);
          else return;
        }
        if (n % 5 === 0) {
          wanted.set(name, undefined);
          if (await fairlead.api("DELETE", `${list}/${made.id}`).then(() => true, () => null))
            wanted.delete(name);
          else return;
        }
      }
    })();
    const byHand = (async () => {
      while (!ends) {
        const n = number++;
        const name = `By hand ${n}`;
        const text = `method: GET\nurl: http://hand/${n}\n`;
        await writeFile(path.join(folder, `${name}.request.yaml`), text);
        wanted.set(name, `http://hand/${n}`);
        await pause(60);
      }
    })();
    await pause(700);
    const killed = fairlead.stop("SIGKILL");
    ends = true;
    await killed;
    await Promise.all([work, byHand]);
    await fairlead.launch();
    const now = await eventually(
      `round ${round}: both sides the same`,
      async () => {
        const { items } = await fairlead.api("GET", list);
        const status = await fairlead.api("GET", `${list}/folder`);
        const names = new Set(items.map((item) => item.name));
        const all = [...wanted].every(([name, url]) => url === undefined || names.has(name));
        const files = (await readdir(folder)).filter((name) => name.endsWith(".request.yaml"));
        const same = files.length === items.length;
        return status.state === "synced" && all && same && { items, files, status };
      },
      20_000,
    ).catch(async (error) => {
      const status = await fairlead.api("GET", `${list}/folder`);
      const { items } = await fairlead.api("GET", list);
      const names = new Set(items.map((item) => item.name));
      const lost = [...wanted].filter(([name, url]) => url && !names.has(name));
      const files = await readdir(folder);
      throw new Error(`${error.message}: ${JSON.stringify({ status, lost, items: items.length, files: files.length })}`);
    });
    assert.deepEqual(now.status.problems, []);
    assert.deepEqual(now.status.conflicts, []);
    for (const item of now.items) {
      const url = wanted.get(item.name);
      if (url instanceof RegExp) assert.match(item.url, url);
      else if (url !== undefined) assert.equal(item.url, url, item.name);
      const text = await readFile(path.join(folder, `${item.name}.request.yaml`), "utf8");
      assert.ok(text.includes(item.url), `${item.name}: ${text}`);
      wanted.set(item.name, item.url);
    }
    for (const [name, url] of wanted) if (url === undefined) wanted.delete(name);
    assert.deepEqual(await leftovers(folder), []);
  }
});

test("environments come in whole or not at all, and their secrets open", async (t) => {
  const { fairlead, base, operationId } = await prepare(t);
  const got = [];
  const baseUrl = await serve(t, (request, answer) => {
    got.push(request.headers.authorization);
    answer.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  // A bundle of many, each with a secret of its own.
  const names = Array.from({ length: 30 }, (_, n) => `Quay ${n}`);
  for (const name of names) {
    const made = await fairlead.api("POST", `${base}/environments`, {
      name,
      type: "SANDBOX",
      baseUrl,
      auth: { kind: "bearer" },
    });
    const secret = `${base}/environments/${made.id}/secrets/token`;
    await fairlead.api("PUT", secret, { value: `secret-of-${name.replace(" ", "-")}` });
  }
  const passphrase = "four words that rhyme";
  const { bundle } = await fairlead.api("POST", `${base}/environments/export`, { passphrase });
  const check = async (environment) => {
    assert.equal(environment.secrets[0].set, true, `${environment.name} without its secret`);
    const target = { kind: "environment", id: environment.id };
    await fairlead.api("POST", `${base}/playground/send`, { operationId, target });
    return got.at(-1);
  };
  let whole = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { items } = await fairlead.api("GET", `${base}/environments`);
    for (const item of items) await fairlead.api("DELETE", `${base}/environments/${item.id}`);
    const importing = fairlead
      .api("POST", `${base}/environments/import`, { bundle, passphrase })
      .then(() => true, () => false);
    // Opening the bundle is slow on purpose; what may go wrong comes after it.
    const began = Date.now();
    await eventually("the import", async () => {
      const now = await fairlead.api("GET", `${base}/environments`);
      return now.total > 0 || Date.now() - began > 1_500 + Math.random() * 3_000;
    }, 30_000);
    await fairlead.stop("SIGKILL");
    const acknowledged = await importing;
    await fairlead.launch();
    const after = (await fairlead.api("GET", `${base}/environments`)).items;
    assert.ok([0, names.length].includes(after.length), `round ${round}: ${after.length} of them`);
    if (acknowledged) assert.equal(after.length, names.length);
    if (after.length === 0) continue;
    whole += 1;
    const one = after[round % after.length];
    assert.equal(await check(one), `Bearer secret-of-${one.name.replace(" ", "-")}`);
    assert.ok(after.every((e) => e.secrets.every((s) => s.set)));

    // Edits: the setup and the secret agree whenever it ends.
    const path = `${base}/environments/${one.id}`;
    let sure = `secret-of-${one.name.replace(" ", "-")}`;
    const allowed = new Set([sure]);
    let ends = false;
    const edits = (async () => {
      for (let n = 0; !ends; n++) {
        const value = `changed-${round}-${n}`;
        allowed.add(value);
        const set = await fairlead.api("PUT", `${path}/secrets/token`, { value }).catch(() => null);
        if (!set) return;
        sure = value;
        allowed.clear();
        allowed.add(sure);
        const setup = { name: one.name, type: "SANDBOX", baseUrl, auth: { kind: "bearer" } };
        await fairlead.api("PUT", path, setup).catch(() => {});
      }
    })();
    await pause(400);
    const killed = fairlead.stop("SIGKILL");
    ends = true;
    await killed;
    await edits;
    await fairlead.launch();
    const kept = await check(await fairlead.api("GET", path));
    assert.ok(allowed.has(kept.replace("Bearer ", "")), `${kept} is none of ${[...allowed]}`);
  }
  assert.ok(whole > 0, "none was killed after it");
});

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
