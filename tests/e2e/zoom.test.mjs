// Nothing is cut off or lies over something else: in a window at 200 % zoom, with text alone at
// 200 %, and in a language whose words are longer by two fifths.
import assert from "node:assert/strict";
import { test } from "node:test";

import { launch, open } from "./browser.mjs";
import { findUnreadable, lengthenText, zoomText } from "./readable.mjs";
import { Fairlead } from "./fairlead.mjs";
import { nameOf, prepare, routes, visit } from "./routes.mjs";

const WAYS = {
  // 1280 x 800 at 200 %.
  "200 % zoom": { viewport: { width: 640, height: 400 } },
  "longer words": { viewport: { width: 1280, height: 800 }, change: lengthenText },
  "longer words on a phone": { viewport: { width: 375, height: 740 }, change: lengthenText },
  "text at 200 %": { viewport: { width: 1280, height: 800 }, change: zoomText },
};

/** Dialogs: the tab of the project, and the button that opens it. */
const DIALOGS = [
  ["partners", "Add the first partner"],
  ["partners", "Take results…"],
  ["environments", "New environment"],
  ["environments", "Export…"],
  ["environments", "Import…"],
  ["traces", "Views"],
  ["mocks", "Send a webhook"],
];

for (const [way, { viewport, change }] of Object.entries(WAYS)) {
  test(`every route can be read with ${way}`, async (t) => {
    const fairlead = await Fairlead.start(t);
    const ids = await prepare(fairlead);
    const page = await open(await launch(t), fairlead, { viewport });
    for (const [tab, button] of DIALOGS) {
      await t.test(`${button} of ${tab}`, async () => {
        await visit(page, fairlead, `/projects/${ids.project}/${tab}`);
        await page.getByRole("button", { name: button }).first().click();
        await page.getByRole("dialog").waitFor();
        if (change) await page.evaluate(change);
        if (process.env.SHOTS) {
          const name = `${way}-${tab}-${button}`.replace(/[^a-z0-9]+/gi, "-");
          await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
        }
        assert.deepEqual(await page.evaluate(findUnreadable, "[role=dialog]"), []);
      });
    }
    await fairlead.api("POST", `/v1/projects/${ids.project}/partners`, { name: "Acme Payments" });
    for (const route of routes(ids)) {
      await t.test(nameOf(route), async () => {
        await visit(page, fairlead, route);
        if (change) await page.evaluate(change);
        if (process.env.SHOTS) {
          const name = `${way}-${nameOf(route)}`.replace(/[^a-z0-9]+/gi, "-");
          await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
        }
        assert.deepEqual(await page.evaluate(findUnreadable), []);
      });
    }
  });
}
