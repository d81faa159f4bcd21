// How long the interface takes: `cargo xtask bench interface`. One line of JSON, milliseconds by
// name, each the median of a few rounds.
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { importLarge } from "./large.mjs";
import { choose, fill, MANY, pretend, ROW, watch } from "./many-traces.mjs";
import { prepare, visit } from "./routes.mjs";

const ROUNDS = 5;

const cleanups = [];
const lifetime = { after: (cleanup) => cleanups.unshift(cleanup) };
try {
  console.log(JSON.stringify(await measure()));
} finally {
  for (const cleanup of cleanups) await cleanup();
}

async function measure() {
  const fairlead = await Fairlead.start(lifetime);
  const small = await prepare(fairlead);
  const large = await importLarge(fairlead);
  const page = await open(await launch(lifetime), fairlead);
  const go = (route) => visit(page, fairlead, route);
  const of = (project, view = "") => `/projects/${project}${view}`;
  return {
    home: await rounds(() => clocked(() => go("/"))),
    project: await rounds(() => clocked(() => go(of(large.id)))),
    palette: await palette(page, () => go(of(large.id))),
    typing: await typing(page, () => go(of(large.id, "/playground"))),
    profile: await rounds(() => clocked(() => profile(page, () => go(of(large.id, "/spec?view=tests"))))),
    squiggle: await squiggle(page, () => go(of(small.project, `/playground?operation=${small.operation}`))),
    ...(await traces(page, fairlead, small.project)),
  };
}

function median(figures) {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1];
}

async function rounds(once) {
  const took = [];
  for (let n = 0; n < ROUNDS; n += 1) took.push(await once());
  return median(took);
}

async function clocked(what) {
  const from = performance.now();
  await what();
  return performance.now() - from;
}

/** From the key to the first frame with something to choose, once it has been open before. */
async function palette(page, go) {
  await go();
  const opening = async () => {
    const took = await page.evaluate(pressed, { key: "k", ctrlKey: true, sign: "[role=dialog] [role=option]" });
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    return took;
  };
  await opening();
  return rounds(opening);
}

/** From a key to the first frame with a sign of it. */
function pressed({ key, ctrlKey, sign }) {
  return new Promise((done) => {
    const from = performance.now();
    const look = () => {
      if (document.querySelector(sign)) done(performance.now() - from);
      else requestAnimationFrame(look);
    };
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }));
    look();
  });
}

/** The slowest of many letters in the filter of all operations, from the key to the next frame. */
async function typing(page, go) {
  await go();
  const field = page.getByRole("searchbox").first();
  await field.focus();
  await page.evaluate(() => {
    window.slowest = 0;
    const note = (list) => {
      for (const { duration } of list.getEntries()) window.slowest = Math.max(window.slowest, duration);
    };
    new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16 });
  });
  return rounds(async () => {
    await field.fill("");
    await page.evaluate(() => {
      window.slowest = 0;
    });
    for (const letter of "quays/1199") await page.keyboard.press(letter);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    // What is quicker than 16 ms is not told.
    return page.evaluate(() => Math.max(window.slowest, 16));
  });
}

/** A choice in the test profile, right after it was asked for. */
async function profile(page, go) {
  await go();
  await page.getByLabel("Pagination in harbour").selectOption("REQUIRED");
  await page.getByText("Not saved yet").waitFor();
}

/** From a letter that breaks the body to the first frame in which it is underlined. */
async function squiggle(page, go) {
  await go();
  const line = page.locator(".view-line").first();
  await line.waitFor();
  return rounds(async () => {
    await line.click();
    await page.keyboard.press("Control+Home");
    await page.evaluate(watchForUnderline);
    await page.keyboard.press("x");
    const took = await page.evaluate(() => window.underlined);
    await page.keyboard.press("Backspace");
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    return took;
  });
}

/** Makes `window.underlined` the time from the next key to the first frame with an underline. */
function watchForUnderline() {
  window.underlined = new Promise((done) => {
    const begin = () => {
      const from = performance.now();
      const look = () => {
        if (document.querySelector(".squiggly-error")) done(performance.now() - from);
        else requestAnimationFrame(look);
      };
      look();
    };
    window.addEventListener("keydown", begin, { capture: true, once: true });
  });
}

/** The list of a hundred thousand traces under the wheel, ordered, and filtered. */
async function traces(page, fairlead, project) {
  const { items } = await fairlead.api("GET", `/v1/projects/${project}/traces`);
  await pretend(page, items[0]);
  await visit(page, fairlead, `/projects/${project}/traces`);
  await page.evaluate(fill, { many: MANY, row: ROW });
  const box = await page.getByRole("list", { name: "Traces" }).boundingBox();
  await page.mouse.move(box.x + 50, box.y + 100);
  let turn = 0;
  const frames = await rounds(async () => {
    turn += 1;
    const watching = page.evaluate(watch, 1_500);
    for (let n = 0; n < 60; n += 1) await page.mouse.wheel(0, turn % 2 ? 400 : -400);
    return (await watching).p95;
  });
  return {
    frame: frames,
    sort: await rounds(() => choose(page, "Order", "started asc", "/berths/0?order=asc")),
    filter: await rounds(() => choose(page, "Time", "24h", "/berths/0?order=asc&recent")),
  };
}
