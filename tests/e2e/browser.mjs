// Debian's Chromium, headless, with an empty profile each time.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../ui/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The code of axe-core, to be run in a page. */
export const axeScript = require("axe-core").source;

/** A browser that ends with the test. */
export async function launch(test) {
  const executablePath = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (!executablePath) throw new Error("no Chromium: apt-get install chromium");
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  test.after(() => browser.close());
  return browser;
}

/**
 * A page that is signed in to a server. `page.problems` collects what the page throws, logs as an
 * error, or is refused by the content security policy.
 */
export async function open(browser, fairlead, { target = "/", ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    ...options,
  });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(`${error.stack ?? error}`));
  page.on("console", (message) => {
    // What the server refuses is said by the interface itself.
    const refused = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refused) page.problems.push(message.text());
  });
  await page.goto(fairlead.url);
  if (target !== "/") await page.goto(fairlead.origin + target);
  return page;
}
