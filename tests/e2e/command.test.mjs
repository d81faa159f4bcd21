// The command line on a data folder that a running server has open, and on the same afterwards.
import assert from "node:assert/strict";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { command, eventually, Fairlead } from "./fairlead.mjs";

test("environments are worked on through the server that runs, and without it", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/v1/projects/${project.id}`;
  const setup = { name: "Quay", type: "PRODUCTION", baseUrl: "https://a.example", auth: { kind: "bearer" } };
  await fairlead.api("POST", `${base}/environments`, setup);
  const socket = path.join(fairlead.data, "socket");
  assert.equal((await stat(socket)).mode & 0o777, 0o600, "only its owner may connect");

  const line = "PRODUCTION  Quay  https://a.example  read-only, token not set\n";
  const running = await command(fairlead, "environments", "list");
  assert.deepEqual(running, { out: line, err: "", code: 0 });
  const exported = await command(fairlead, "environments", "export");
  const file = path.join(fairlead.data, "..", `${path.basename(fairlead.data)}.json`);
  t.after(() => rm(file, { force: true }));
  await writeFile(file, exported.out.replace("Quay", "Pier"));
  const imported = await command(fairlead, "environments", "import", file);
  assert.equal(imported.out, "created   Pier\n0 secrets, 0 variables\n", imported.err);
  const { items } = await fairlead.api("GET", `${base}/environments`);
  assert.deepEqual(items.map((e) => e.name), ["Quay", "Pier"], "the server has it at once");
  const wrong = await command(fairlead, "environments", "list", "--project", "Nowhere");
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /there is no project `Nowhere`/);

  // Killed, its socket stays and nobody listens there.
  await fairlead.stop("SIGKILL");
  const own = await command(fairlead, "environments", "list");
  assert.equal(own.code, 0, own.err);
  assert.match(own.out, /Quay[^]*Pier/);
  await fairlead.launch();
  assert.equal((await command(fairlead, "environments", "list")).out, own.out);
  await fairlead.stop();
  await assert.rejects(stat(socket), "it is taken away at the end");
});

test("requests are linked to a folder through the server that runs, and without it", async (t) => {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const list = `/v1/projects/${project.id}/requests`;
  const folder = await mkdtemp(path.join(tmpdir(), "fairlead-linked-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await fairlead.api("POST", list, { name: "All", request: { method: "GET", url: "http://h/all" } });

  const none = await command(fairlead, "requests", "folder", "status");
  assert.deepEqual(none, { out: "unlinked\n", err: "", code: 0 });
  const linked = await command(fairlead, "requests", "folder", "link", folder);
  assert.deepEqual(linked, { out: `synced     ${folder}\n`, err: "", code: 0 });
  assert.ok((await stat(path.join(folder, "All.request.yaml"))).isFile());
  await writeFile(path.join(folder, "By hand.request.yaml"), "method: GET\nurl: http://h/hand\n");
  await writeFile(path.join(folder, "Broken.request.yaml"), "method: GET\nurl: x\ncolour: red\n");
  const told = await eventually("the problem", async () => {
    const now = await command(fairlead, "requests", "folder", "status");
    return now.code === 1 && now;
  });
  assert.match(told.out, /^problem {4}Broken\.request\.yaml:3: .*colour/m);
  assert.equal((await fairlead.api("GET", list)).total, 2);
  await fairlead.stop();

  // What came meanwhile is taken in by the command itself.
  await rm(path.join(folder, "Broken.request.yaml"));
  await writeFile(path.join(folder, "Later.request.yaml"), "method: GET\nurl: http://h/later\n");
  const again = await command(fairlead, "requests", "folder", "link", folder);
  assert.equal(again.code, 0, again.out + again.err);
  const json = await command(fairlead, "requests", "folder", "status", "--json");
  assert.equal(JSON.parse(json.out).path, folder);
  const gone = await command(fairlead, "requests", "folder", "unlink");
  assert.deepEqual(gone, { out: "unlinked\n", err: "", code: 0 });
  await fairlead.launch();
  assert.equal((await fairlead.api("GET", list)).total, 3);
  assert.equal((await fairlead.api("GET", `${list}/folder`)).state, "unlinked");
});
