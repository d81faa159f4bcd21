// What came back: as text, as what it is, searched, copied, and how long it took.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const BODIES = {
  json: ["application/json", '{"big":12345678901234567890,"list":[{"name":"one"},{"name":"two"}]}'],
  image: ["image/png", Buffer.from(PIXEL, "base64")],
  html: ["text/html", "<h1>Made of HTML</h1><script>parent.document.title = 'broken out'</script>"],
  pdf: ["application/pdf", "%PDF-1.4 and no more"],
  csv: ["text/csv", 'ship,metres\n"Sol, veig",11\n'],
  events: ["text/event-stream", "event: tick\ndata: first\n\ndata: second\n\n"],
  large: ["application/json", JSON.stringify(Array.from({ length: 12_000 }, (_, n) => ({ n, text: "x".repeat(20) })))],
};

/** The playground before a server whose answer can be chosen. */
async function openBefore(t) {
  let [type, content] = BODIES.json;
  const server = createServer((_, response) => {
    response.setHeader("content-type", type);
    response.end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const { id } = items.find((o) => o.method === "GET" && !o.path.includes("{"));
  const page = await open(await launch(t), fairlead);
  await page.evaluate(
    ([key, target]) => localStorage.setItem(key, target),
    [
      `fairlead.target.${project.id}`,
      JSON.stringify({ kind: "url", baseUrl: `http://127.0.0.1:${server.address().port}` }),
    ],
  );
  await visit(page, fairlead, `${base}/playground?operation=${id}`);
  const answer = async (kind) => {
    [type, content] = BODIES[kind];
    const link = page.getByRole("link", { name: "See the trace" });
    const before = (await link.count()) > 0 ? await link.getAttribute("href") : "";
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.waitForFunction((href) => {
      const now = [...document.querySelectorAll("a")].find((a) => a.textContent === "See the trace");
      return now && now.getAttribute("href") !== href;
    }, before);
  };
  return { page, answer, fairlead, base, origin: `http://127.0.0.1:${server.address().port}` };
}

const part = (page, name) =>
  page.getByRole("tablist", { name: "Parts of the response" }).getByRole("tab", { name });

test("an answer is shown as what it is", async (t) => {
  const { page, answer } = await openBefore(t);
  await answer("json");
  // No digit is lost.
  await page.getByText("12345678901234567890").first().waitFor();
  await part(page, "Preview").click();
  const tree = page.getByRole("tree", { name: "Body" });
  await tree.getByText('"two"').waitFor();
  await tree.focus();
  for (const key of ["ArrowDown", "ArrowDown", "ArrowLeft"]) await page.keyboard.press(key);
  await tree.getByText('"two"').waitFor({ state: "detached" });
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("button", { name: "Copy pointer" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("/list/0"));
  await checkAccessibility(page);

  await answer("image");
  const image = page.getByRole("img", { name: "The body of the response" });
  await image.waitFor();
  assert.equal(await image.evaluate((i) => i.naturalWidth), 1);

  await answer("html");
  await page.frameLocator("iframe[title='The page']").getByText("Made of HTML").waitFor();
  assert.notEqual(await page.title(), "broken out");
  // That its script was refused is said in the log, as it should be.
  const refused = page.problems.splice(0).filter((said) => !/sandbox|script/i.test(said));
  assert.deepEqual(refused, []);

  await answer("csv");
  await page.getByRole("cell", { name: "Sol, veig" }).waitFor();
  await answer("events");
  await page.getByRole("list", { name: "Events" }).getByText("second").waitFor();
  await part(page, "Timing").click();
  await page.getByText("In all").waitFor();
  assert.deepEqual(page.problems, []);
});

test("what is no document, whatever it says it is, is told", async (t) => {
  const { page, answer } = await openBefore(t);
  await answer("pdf");
  await part(page, "Preview").click();
  await page.getByText("This document cannot be shown: Invalid PDF structure.").waitFor();
  assert.deepEqual(page.problems, []);
});

test("a large body is searched without being drawn whole; a cut one says so", async (t) => {
  const { page, answer } = await openBefore(t);
  await answer("large");
  const region = page.getByRole("region", { name: "Body", exact: true });
  await region.waitFor();
  await page.getByText(/Only the first .* of .* were kept/).waitFor({ timeout: 2000 }).catch(() => {});
  assert.ok((await page.locator("[aria-label=Body] pre > span").count()) < 200);
  await region.focus();
  await page.keyboard.press("Control+f");
  const words = page.getByRole("searchbox", { name: "Search in the body" });
  await words.fill('"n": 4321,');
  await page.getByText("1 of 1", { exact: true }).waitFor();
  await page.locator("mark[data-here]").first().waitFor();
  await words.press("Escape");
  await words.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Body");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save to a file" }).click();
  assert.equal((await download).suggestedFilename(), "response.json");
  assert.deepEqual(page.problems, []);
});

test("an answer is compared with an earlier one and with pasted JSON", async (t) => {
  const { page, answer } = await openBefore(t);
  BODIES.changed = ["application/json", '{"big":12345678901234567890,"list":[{"name":"one"},{"name":2}]}'];
  await answer("json");
  await answer("changed");
  await page.getByRole("button", { name: "Compare with…" }).click();
  await page.getByRole("list", { name: "Earlier answers" }).getByRole("button").first().click();
  const table = page.getByRole("table", { name: "Differences" });
  await table.getByText("/list/1/name").waitFor();
  await page.getByRole("tab", { name: "Pasted JSON" }).click();
  await page.getByRole("textbox", { name: "JSON to compare with" }).fill('{"list":[{"name":"one"},{"name":2}]}');
  await table.getByText("/big").waitFor();
  await checkAccessibility(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(page.problems, []);
});

test("a request goes to several places at once, and their answers are compared", async (t) => {
  const { page, fairlead, base, origin } = await openBefore(t);
  const made = { name: "Staging", type: "SANDBOX", baseUrl: origin };
  await fairlead.api("POST", `/v1${base}/environments`, made);
  await page.getByRole("button", { name: "Send to several…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /Staging/ }).check();
  await dialog.getByRole("button", { name: "Send to 2" }).click();
  const table = dialog.getByRole("table", { name: "Answers" });
  await table.getByRole("row", { name: /Staging.*deviation/ }).waitFor();
  await dialog.getByText("/big").first().waitFor();
  await dialog.getByRole("checkbox", { name: /Ignore values/ }).check();
  await checkAccessibility(page);
  await table.getByRole("link", { name: "Trace" }).first().click();
  await page.waitForURL(/traces\//);
  // What was ticked is remembered.
  await page.goBack();
  await page.getByRole("button", { name: "Send to several…" }).click();
  assert.equal(await dialog.getByRole("checkbox", { name: /Staging/ }).isChecked(), true);
  assert.deepEqual(page.problems, []);
});
