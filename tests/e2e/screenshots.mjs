// docs/screenshots/*.png, taken anew through the browser: `cargo xtask screenshots`.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const BROKEN = `{
  "berthId": "A-07",
  "ship": { "kind": "yacht", "name": "Solveig", "lengthMetres": "11.3" },
  "arrival": "2026-06-05",
  "departure": "in two days",
  "skipper": { "name": "Ingrid Dahl" }
}`;

const cleanups = [];
const lifetime = { after: (cleanup) => cleanups.unshift(cleanup) };
try {
  await take();
} finally {
  for (const cleanup of cleanups) await cleanup();
}

async function take() {
  await mkdir(folder, { recursive: true });
  const fairlead = await Fairlead.start(lifetime);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  await fairlead.api("PUT", `/v1${base}/credentials/officeKey`, { value: "a key" });
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  await sendAll(fairlead, base, items);
  const { id } = items.find((operation) => operation.operationId === "createBooking");
  const browser = await launch(lifetime);

  for (const [suffix, colorScheme] of [
    ["", "light"],
    ["-dark", "dark"],
  ]) {
    const page = await open(browser, fairlead, {
      colorScheme,
      viewport: { width: 1440, height: 900 },
      deviceScaleFactor: 1,
    });
    const shoot = (name) => page.screenshot({ path: `${folder}${name}${suffix}.png` });
    await visit(page, fairlead, "/");
    await shoot("home");
    await visit(page, fairlead, `${base}/spec?operation=${id}`);
    await shoot("spec");
    await visit(page, fairlead, `${base}/traces`);
    const rows = page.getByRole("list", { name: "Traces" }).getByRole("button");
    await rows.first().click();
    // The explanation, or a body.
    const parts = page.getByRole("tablist", { name: "Parts of the exchange" });
    await parts.locator("xpath=following::*[self::li or self::pre]").first().waitFor();
    await shoot("traces");
    await breakBody(page, fairlead, `${base}/playground?operation=${id}`);
    await shoot("playground");
    await page.context().close();
  }
}

/** Every operation once, so that there is something to see. */
async function sendAll(fairlead, base, operations) {
  for (const operation of operations.filter(({ kind }) => kind === "operation")) {
    const sample = `/v1${base}/operations/${operation.id}/sample`;
    await fairlead.api("POST", `/v1${base}/playground/send`, await fairlead.api("GET", sample));
  }
}

/** Writes a body with mistakes, sends it, and leaves the pointer where it hides nothing. */
async function breakBody(page, fairlead, target) {
  await visit(page, fairlead, target);
  await page.evaluate((text) => navigator.clipboard.writeText(text), BROKEN);
  await page.locator(".monaco-editor .view-line").first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
  await page.locator(".squiggly-error").first().waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Response" }).getByRole("tablist").waitFor();
  await page.keyboard.press("Control+Home");
  await page.mouse.move(0, 0);
}
