// WCAG 2.1 A and AA, checked in the page by axe.
import assert from "node:assert/strict";

import { axeScript } from "./browser.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/** Fails on a violation, and on whatever the page threw or logged. */
export async function checkAccessibility(page) {
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
