// Webhooks in the Mocks tab: caught as they come, sent by hand, and a receiver tried in every way.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

async function begin(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const page = await open(await launch(t), fairlead, options);
  await page.goto(`${fairlead.origin}/projects/${project.id}/mocks`);
  const section = page.getByRole("region", { name: "Webhooks" });
  await section.getByRole("heading", { name: "Webhooks", exact: true }).waitFor();
  return { fairlead, page, section, base: `/v1/projects/${project.id}` };
}

test("a catcher is set up, tried in every case, and shows what came", async (t) => {
  const { fairlead, page, section, base } = await begin(t);
  const form = section.getByRole("form", { name: "New catcher" });
  await form.getByLabel("Signature", { exact: true }).selectOption("standard");
  await form.getByLabel("Secret").fill(SECRET);
  await form.getByRole("button", { name: "New catcher" }).click();
  const card = section.getByRole("region", { name: /^Catcher on port \d+$/ });
  await card.getByText("Nothing has come yet.").waitFor();
  const { items } = await fairlead.api("GET", `${base}/catchers`);
  assert.equal(items[0].secretSet, true);
  await card.getByRole("button", { name: "Copy the catcher's address" }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), items[0].url);

  await section.getByRole("button", { name: "Send a webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "Send a webhook" });
  await dialog.getByLabel("What happens to it").selectOption("all");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  const results = dialog.getByRole("list", { name: "What the receiver did" });
  await results.waitFor();
  assert.equal(await results.getByText("passed", { exact: true }).count(), 10);
  await checkAccessibility(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  const deliveries = card.getByRole("list", { name: "Deliveries" });
  await eventually("every delivery", async () => {
    return (await deliveries.locator("> li").count()) === 13;
  });
  const changed = deliveries.locator("> li", { hasText: "wrong signature" }).first();
  await changed.locator("summary").click();
  await changed.getByText("compare the secrets on both sides").waitFor();
  await changed.getByRole("table", { name: "Headers of the delivery" }).waitFor();
  assert.ok(!(await page.content()).includes(SECRET), "the secret is nowhere on the page");
  await checkAccessibility(page);
});

test("what others send shows up by itself", async (t) => {
  const { fairlead, section, base } = await begin(t, { colorScheme: "dark" });
  await section.getByRole("button", { name: "New catcher" }).click();
  await section.getByText("Nothing has come yet.").waitFor();
  const { items } = await fairlead.api("GET", `${base}/catchers`);
  await fetch(`${items[0].url}/hook`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": "sha256=00" },
    body: '{"event":"ping"}',
  });
  const row = section.getByRole("list", { name: "Deliveries" }).locator("> li");
  await row.getByText("ping").waitFor();
  await row.getByText("not checked").waitFor();
  await row.locator("summary").click();
  await row.getByText("it looks like GitHub").waitFor();
});

test("a receiver that looks at nothing is found out, by keyboard and on a phone", async (t) => {
  const seen = [];
  const receiver = createServer((request, response) => {
    seen.push(request.headers["stripe-signature"]);
    response.writeHead(200).end();
  });
  await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  t.after(() => receiver.close());
  const { page, section } = await begin(t, { viewport: { width: 375, height: 740 } });
  const opener = section.getByRole("button", { name: "Send a webhook" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Send a webhook" });
  await dialog.getByLabel("Address", { exact: true }).fill(`http://127.0.0.1:${receiver.address().port}/in`);
  await dialog.getByLabel("Signature", { exact: true }).selectOption("stripe");
  await dialog.getByLabel("Secret").fill("whsec_any");
  await dialog.getByLabel("What happens to it").selectOption("tampered");
  await dialog.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await dialog.getByText("it took what it had to refuse").waitFor();
  assert.match(seen[0], /^t=\d+,v1=[0-9a-f]{64}$/);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 375, `the page is ${width} px wide`);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.ok(await opener.evaluate((button) => button === document.activeElement));
});
