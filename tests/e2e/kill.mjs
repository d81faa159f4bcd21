// What tests share that kill the program in the middle of something.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";

import { Fairlead } from "./fairlead.mjs";

/** How often each state is killed. */
export const ROUNDS = Number(process.env.KILL_ROUNDS ?? 8);
/** Waits for a random while, in milliseconds. */
export const pause = (most) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));

/** A server that answers as `answer` says; its address. */
export async function serve(t, answer) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

/** A server with the sample, and an operation that anything can be sent with. */
export async function prepare(t) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/v1/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `${base}/operations`);
  const { id } = items.find((o) => o.method === "GET" && !o.path.includes("{"));
  return { fairlead, base, operationId: id, project: project.id };
}

/** Every file below a folder that a program in the middle of writing may have left. */
export async function leftovers(folder) {
  const all = await readdir(folder, { recursive: true });
  return all.filter((name) => /\.part$|\.tmp$|(^|\/)\.writable/.test(name));
}

export async function sealHolds(fairlead, base) {
  const seal = await fairlead.api("GET", `${base}/traces/seal`);
  assert.equal(seal.holds, true, JSON.stringify(seal));
}
