// Signing in to environments at a provider that others wrote, with a browser and as a device.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";
import { signIn, startProvider } from "./third-party.mjs";

const shots = process.env.SHOTS;
const shoot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });

async function prepare(t, grant, options) {
  // A token of this life is renewed for each request.
  const server = await startProvider(t, { life: 5 });
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/v1/projects/${project.id}`;
  const environment = await fairlead.api("POST", `${base}/environments`, {
    name: "Quay",
    type: "SANDBOX",
    baseUrl: `${server.issuer}/api`,
    auth: {
      kind: "oauth2",
      grant,
      clientId: "crane",
      scopes: ["openid"],
      issuer: server.issuer,
      authorizationUrl: `${server.issuer}/auth`,
      tokenUrl: `${server.issuer}/token`,
      deviceUrl: `${server.issuer}/device/auth`,
      revocationUrl: `${server.issuer}/token/revocation`,
    },
  });
  const { items } = await fairlead.api("GET", `${base}/operations`);
  const operationId = items.find((o) => o.method === "GET" && !o.path.includes("{")).id;
  const send = () =>
    fairlead.api("POST", `${base}/playground/send`, {
      operationId,
      target: { kind: "environment", id: environment.id },
    });
  const page = await open(await launch(t), fairlead, options);
  await visit(page, fairlead, `/projects/${project.id}/environments`);
  const panel = page.getByRole("region", { name: "Sign-in of Quay" });
  return { server, fairlead, page, panel, send, base, environment };
}

test("a person signs in with a browser; the token is renewed, survives, and is taken back", async (t) => {
  const it = await prepare(t, "authorizationCode");
  const { server, fairlead, page, panel, send } = it;
  await panel.getByText("signed out").waitFor();
  await panel.getByRole("button", { name: "Sign in to Quay" }).focus();
  await page.keyboard.press("Enter");
  const link = panel.getByRole("link", { name: "Open the sign-in page" });
  await link.waitFor();
  await shoot(page, "oauth-waiting");
  await checkAccessibility(page);
  const opened = page.waitForEvent("popup");
  await link.click();
  const popup = await opened;
  await signIn(popup);
  await popup.getByRole("heading", { name: "Signed in" }).waitFor();
  await shoot(popup, "oauth-back");
  assert.match(popup.url(), /^http:\/\/127\.0\.0\.1:\d+\/callback\?/);
  await panel.getByText("signed in", { exact: true }).waitFor();
  await shoot(page, "oauth-in");
  await checkAccessibility(page);

  // Each is renewed, and the refresh token that was used is never used again.
  const statuses = (await Promise.all([send(), send(), send()])).map((d) => d.response.status);
  assert.deepEqual(statuses, [200, 200, 200]);
  assert.equal(server.refreshed.length, 3);
  await fairlead.restart();
  assert.equal((await send()).response.status, 200, "after the program has ended");
  const used = server.refreshed.map((params) => params.refresh_token);
  assert.equal(new Set(used).size, used.length);

  const token = server.asked.at(-1);
  const told = await fairlead.api("POST", `${it.base}/environments/${it.environment.id}/oauth/revoke`);
  assert.deepEqual([told.state, told.message], ["signedOut", null]);
  assert.equal(await server.provider.AccessToken.find(token), undefined, "taken back");
  assert.ok(!JSON.stringify(told).includes(token));
});

test("a device signs in with a code that is typed elsewhere", async (t) => {
  const options = { viewport: { width: 375, height: 740 }, colorScheme: "dark" };
  const { page, panel, send, server } = await prepare(t, "device", options);
  await panel.getByRole("button", { name: "Sign in to Quay" }).click();
  const code = await panel.locator("code").innerText();
  assert.match(code, /^[A-Z]{4}-[A-Z]{4}$/);
  await panel.scrollIntoViewIfNeeded();
  await shoot(page, "oauth-device");
  await checkAccessibility(page);
  const opened = page.waitForEvent("popup");
  await panel.getByRole("link", { name: "Open the sign-in page" }).click();
  const popup = await opened;
  // The page has the code already and asks whether it is that of the device.
  await popup.getByRole("button", { name: "Continue" }).click();
  await signIn(popup);
  await popup.getByText("Sign-in Success").waitFor();
  await panel.getByText("signed in", { exact: true }).waitFor({ timeout: 30_000 });
  assert.equal((await send()).response.status, 200);
  assert.equal(server.refreshed.length, 1);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wide, false, "nothing is wider than the page");
});

test("a person who does not allow it is told so, and nothing is sent", async (t) => {
  const { page, panel, send, server } = await prepare(t, "authorizationCode");
  await panel.getByRole("button", { name: "Sign in to Quay" }).click();
  const opened = page.waitForEvent("popup");
  await panel.getByRole("link", { name: "Open the sign-in page" }).click();
  const popup = await opened;
  await popup.getByRole("link", { name: "Cancel" }).click();
  await popup.getByRole("heading", { name: "Not signed in" }).waitFor();
  await panel.getByText("access_denied").waitFor();
  await eventually("the refusal", async () => {
    const refused = await send().catch((error) => error.message);
    return String(refused).includes("not_signed_in");
  });
  assert.deepEqual(server.asked, []);
  await checkAccessibility(page);
});
