// A hundred thousand traces in one list: scrolled by the wheel and by keys, sorted, filtered.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { choose, fill, MANY, pretend, ROW, watch } from "./many-traces.mjs";
import { prepare, visit } from "./routes.mjs";

test("of a hundred thousand traces those in sight are drawn; the wheel, keys, order and filters reach the rest", async (t) => {
  const fairlead = await Fairlead.start(t);
  const ids = await prepare(fairlead);
  const { items } = await fairlead.api("GET", `/v1/projects/${ids.project}/traces`);
  const page = await open(await launch(t), fairlead);
  await pretend(page, items[0]);
  await visit(page, fairlead, `/projects/${ids.project}/traces`);
  await page.getByText("100,000 found").waitFor();
  const list = page.getByRole("list", { name: "Traces" });
  await list.getByText("/berths/0?order=desc").waitFor();

  // To the end, page by page, as a thumb that is dragged down again and again.
  const rows = await page.evaluate(fill, { many: MANY, row: ROW });
  assert.equal(rows, MANY);
  assert.ok((await list.getByRole("button").count()) < 100, "those in sight are drawn");

  const blank = [];
  for (let round = 0; round < 3; round += 1) {
    const box = await list.boundingBox();
    await page.mouse.move(box.x + 50, box.y + 100);
    const watching = page.evaluate(watch, 1_500);
    for (let n = 0; n < 60; n += 1) await page.mouse.wheel(0, round % 2 ? 400 : -400);
    blank.push((await watching).blank);
  }
  assert.equal(Math.min(...blank), 0, "a frame shows no rows");

  await choose(page, "Order", "started asc", "/berths/0?order=asc");
  await choose(page, "Time", "24h", "/berths/0?order=asc&recent");
  await list.getByText("/berths/0?order=asc&recent").waitFor();

  await list.getByRole("button").first().focus();
  for (let n = 0; n < 40; n += 1) await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-row") === "40");
  assert.deepEqual(page.problems, []);
});
