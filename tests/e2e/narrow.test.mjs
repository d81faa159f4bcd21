// At the width of a phone no route is wider than the screen, and every control is large enough.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { nameOf, prepare, routes, visit } from "./routes.mjs";

test("no route overflows at 375 px", async (t) => {
  const fairlead = await Fairlead.start(t);
  const ids = await prepare(fairlead);
  const browser = await launch(t);
  const page = await open(browser, fairlead, { viewport: { width: 375, height: 740 } });
  for (const route of routes(ids)) {
    await t.test(nameOf(route), async () => {
      await visit(page, fairlead, route);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 375, `the page is ${width} px wide`);
    });
  }
});
