// No violation of WCAG 2.1 A or AA on any route, in either theme.
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { nameOf, prepare, routes, visit } from "./routes.mjs";

for (const colorScheme of ["light", "dark"]) {
  test(`every route is accessible in the ${colorScheme} theme`, async (t) => {
    const fairlead = await Fairlead.start(t);
    const ids = await prepare(fairlead);
    const browser = await launch(t);
    const page = await open(browser, fairlead, { colorScheme });
    for (const route of routes(ids)) {
      await t.test(nameOf(route), async () => {
        await visit(page, fairlead, route);
        await checkAccessibility(page);
      });
    }
    await t.test("palette", async () => {
      await visit(page, fairlead, `/projects/${ids.project}`);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").waitFor();
      await checkAccessibility(page);
    });
    await t.test("help", async () => {
      await visit(page, fairlead, "/");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Shortcuts" }).waitFor();
      await checkAccessibility(page);
    });
    await t.test("an answer", async () => {
      const target = `/projects/${ids.project}/playground?operation=${ids.operation}`;
      await visit(page, fairlead, target);
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("region", { name: "Response" }).getByRole("tablist").waitFor();
      await checkAccessibility(page);
    });
  });
}
