// The program is killed while it writes: both sides of a folder, environments with their secrets.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { eventually } from "./fairlead.mjs";
import { leftovers, pause, prepare, ROUNDS, serve } from "./kill.mjs";

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
