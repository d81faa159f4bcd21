// No violation of WCAG 2.1 A or AA on any route, in either theme.
import assert from "node:assert/strict";
import { test } from "node:test";

import { axeScript, launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { nameOf, prepare, routes, visit } from "./routes.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

for (const colorScheme of ["light", "dark"]) {
  test(`every route is accessible in the ${colorScheme} theme`, async (t) => {
    const fairlead = await Fairlead.start(t);
    const ids = await prepare(fairlead);
    const browser = await launch(t);
    const page = await open(browser, fairlead, { colorScheme });
    for (const route of routes(ids)) {
      await t.test(nameOf(route), async () => {
        await visit(page, fairlead, route);
        await check(page);
      });
    }
    await t.test("palette", async () => {
      await visit(page, fairlead, `/projects/${ids.project}`);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").waitFor();
      await check(page);
    });
    await t.test("help", async () => {
      await visit(page, fairlead, "/");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Shortcuts" }).waitFor();
      await check(page);
    });
    await t.test("an answer", async () => {
      const target = `/projects/${ids.project}/playground?operation=${ids.operation}`;
      await visit(page, fairlead, target);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("region", { name: "Response" }).getByRole("tablist").waitFor();
      await check(page);
    });
  });
}

/** Fails on a violation, and on whatever the page threw or logged. */
async function check(page) {
  await page.evaluate(axeScript);
  const violations = await page.evaluate(async (values) => {
    const result = await window.axe.run({ runOnly: { type: "tag", values } });
    return result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => `${node.html} (${node.failureSummary})`),
    }));
  }, RULES);
  assert.deepEqual(violations, []);
  assert.deepEqual(page.problems.splice(0), []);
}
