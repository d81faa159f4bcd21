// What every route shows while it waits, when something fails, when nothing answers, and when there
// is nothing yet.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { nameOf, prepare, routes, visit } from "./routes.mjs";

/** These ask for nothing. */
const ASKS = (route) => !/^\/(nowhere|settings\?view=keys)/.test(route);

async function begin(t, options) {
  const fairlead = await Fairlead.start(t);
  const ids = await prepare(fairlead);
  const page = await open(await launch(t), fairlead, options);
  return { fairlead, page, ids };
}

/** Answers the API's requests, other than the stream, in place of the server. */
const answer = (page, handler) =>
  page.route(
    (url) => url.pathname.startsWith("/v1/") && url.pathname !== "/v1/events",
    (route) => handler(route, new URL(route.request().url()).pathname),
  );

const failing = (route) =>
  route.fulfill({
    status: 500,
    headers: { "x-request-id": "01a1-request" },
    contentType: "application/json",
    body: JSON.stringify({
      error: "store_failed",
      message: "The database does not answer.",
      hint: "Look whether the disk is full.",
      requestId: "01a1-request",
    }),
  });

// With the project there, its parts fail one by one.
const PARTS = { light: "everything", dark: "all but the project" };
for (const [colorScheme, what] of Object.entries(PARTS)) {
  test(`every route says what failed and goes on after it, ${colorScheme}`, async (t) => {
    const { fairlead, page, ids } = await begin(t, { colorScheme });
    const whole = `/v1/projects/${ids.project}`;
    for (const route of routes(ids).filter(ASKS)) {
      await t.test(`${what}: ${nameOf(route)}`, async () => {
        await answer(page, (sent, path) =>
          what !== "everything" && path === whole ? sent.continue() : failing(sent),
        );
        await page.goto(fairlead.origin + route);
        const alert = page.getByRole("alert").first();
        await alert.getByText("The database does not answer.").waitFor();
        await alert.getByText("Look whether the disk is full.").waitFor();
        await alert.getByRole("button", { name: "Copy request id" }).click();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "01a1-request");
        await checkAccessibility(page);
        await page.unrouteAll();
        const deadline = Date.now() + 30_000;
        for (;;) {
          assert.ok(Date.now() < deadline, "it can be read again, and still says that it cannot");
          const again = page.getByRole("button", { name: "Try again" });
          if ((await again.count()) === 0) break;
          await again.first().click();
          await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
          await page.waitForTimeout(50);
        }
        await page.locator("main h1, main h2").first().waitFor();
        page.problems.splice(0);
      });
    }
  });

  test(`every route of an empty project says what to do, ${colorScheme}`, async (t) => {
    const fairlead = await Fairlead.start(t);
    const page = await open(await launch(t), fairlead, { colorScheme });
    const empty = async (route, ...says) => {
      await t.test(nameOf(route), async () => {
        await visit(page, fairlead, route);
        for (const text of says) await page.locator("main").getByText(text).first().waitFor();
        await checkAccessibility(page);
      });
    };
    await empty("/", "None yet. What you bring appears here.");
    await empty("/projects", "There are no projects yet.");
    const { id } = await fairlead.api("POST", "/v1/projects", { name: "Empty" });
    const base = `/projects/${id}`;
    await empty(base, "no API description yet", "Choose files");
    await empty(`${base}/spec`, "no API description yet", "Choose files");
    await empty(`${base}/spec?view=problems`, "no API description yet");
    await empty(`${base}/mocks`, "Import a description");
    await empty(`${base}/playground`, "Import a description");
    await empty(`${base}/spec?view=tests`, "no API description yet");
    await empty(`${base}/traces`, "No traces yet");
    await empty(`${base}/traces?view=analytics`, "No traces in this time", "no partners yet");
    await empty(`${base}/partners`, "Add the first partner");
    await empty(`${base}/environments`, "names no security scheme");
  });
}

test("every route shows bars in place of what takes long", async (t) => {
  const { fairlead, page, ids } = await begin(t);
  for (const route of routes(ids).filter(ASKS)) {
    await t.test(nameOf(route), async () => {
      let release;
      const held = new Promise((resolve) => {
        release = resolve;
      });
      await answer(page, async (sent) => {
        await held;
        await sent.continue().catch(() => {});
      });
      await page.goto(fairlead.origin + route);
      await page.locator("main [aria-busy=true] div").first().waitFor();
      await checkAccessibility(page);
      release();
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      assert.equal(await page.getByRole("button", { name: "Try again" }).count(), 0);
      await page.unrouteAll({ behavior: "ignoreErrors" });
    });
  }
});

test("when nothing answers every route says so, and is there once something does", async (t) => {
  const { fairlead, page, ids } = await begin(t);
  // The pauses between attempts come on top of what a busy machine takes.
  page.setDefaultTimeout(45_000);
  for (const route of routes(ids).filter(ASKS)) {
    await t.test(nameOf(route), async () => {
      await page.route(
        (url) => url.pathname.startsWith("/v1/"),
        (sent) => sent.abort("connectionrefused"),
      );
      await page.goto(fairlead.origin + route);
      await page.getByRole("status").getByText("Fairlead does not answer").waitFor();
      await page.getByRole("alert").getByText("Fairlead does not answer.").first().waitFor();
      await page.unrouteAll();
      // The stream comes back by itself, and what is on the page with it.
      await page.getByRole("status").getByText("does not answer").waitFor({ state: "detached" });
      await page.getByRole("alert").first().waitFor({ state: "detached" });
      page.problems.splice(0);
    });
  }
});

test("without a network what is on this machine works all the same", async (t) => {
  const { fairlead, page, ids } = await begin(t);
  await visit(page, fairlead, `/projects/${ids.project}`);
  await page.evaluate(() => {
    Object.defineProperty(navigator, "onLine", { get: () => false });
    window.dispatchEvent(new Event("offline"));
  });
  const tabs = page.getByRole("navigation", { name: "Project" });
  await tabs.getByRole("link", { name: "Mocks" }).click();
  await page.getByText("running").first().waitFor();
  await tabs.getByRole("link", { name: "Traces" }).click();
  await page.getByRole("list", { name: "Traces" }).getByRole("button").first().waitFor();
  assert.deepEqual(page.problems, []);
});
