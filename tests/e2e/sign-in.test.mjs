// Signing in at a mock with a real browser: the page, the way back, and what the interface says.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const SHIPS = `
openapi: 3.2.0
info: { title: Ships, version: "1" }
security: [{ sign-in: [read] }]
paths:
  /ships: { get: { responses: { "200": { description: All } } } }
components:
  securitySchemes:
    sign-in:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://id.example.com/authorize
          tokenUrl: https://id.example.com/token
          scopes: { read: See every ship, write: Move every ship }
        deviceAuthorization:
          deviceAuthorizationUrl: https://id.example.com/device
          tokenUrl: https://id.example.com/token
          scopes: { read: See every ship }
`;

/** A project with a mock that takes only its own tokens. */
async function prepare(t) {
  const fairlead = await Fairlead.start(t);
  const source = { kind: "upload", files: [{ name: "ships.yaml", text: SHIPS }] };
  const { project, mock } = await fairlead.api("POST", "/v1/imports", { source, startMock: true });
  const at = `/v1/projects/${project.id}/mocks/${mock.id}`;
  const strict = await fairlead.api("PATCH", at, { strictAuth: true });
  return { fairlead, project, mock: strict };
}

/** A client that waits for the answer of the sign-in. */
async function client(t) {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Back</title><h1>${request.url ? "Back" : ""}</h1>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/back`;
}

const post = (url, fields) => fetch(url, { method: "POST", body: new URLSearchParams(fields) });

test("a person allows a client, which gets a token that the mock takes", async (t) => {
  const { fairlead, mock } = await prepare(t);
  const redirect = await client(t);
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: "Crane",
    redirect_uri: redirect,
    scope: "read",
    state: "xyz",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const browser = await launch(t);
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(browser, fairlead, { colorScheme, viewport: { width: 375, height: 800 } });
    await page.goto(`${mock.provider.authorizationUrl}?${query}`);
    await page.getByRole("heading", { name: "Allow Crane?" }).waitFor();
    await page.getByText("See every ship").waitFor();
    await checkAccessibility(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 375, `${wide}`);
    await page.getByLabel("Sign in as").fill("bob");
    await page.getByLabel("Sign in as").press("Enter");
    await page.getByRole("heading", { name: "Back" }).waitFor();
    const said = new URL(page.url()).searchParams;
    assert.deepEqual([said.get("state"), said.get("iss")], ["xyz", mock.provider.issuer]);
    const answer = await post(mock.provider.tokenUrl, {
      grant_type: "authorization_code",
      code: said.get("code"),
      redirect_uri: redirect,
      client_id: "Crane",
      code_verifier: verifier,
    });
    const { access_token: token } = await answer.json();
    const ask = (bearer) =>
      fetch(`${mock.url}/ships`, { headers: { authorization: `Bearer ${bearer}` } });
    assert.deepEqual([(await ask(token)).status, (await ask("made-up")).status], [200, 401]);
    await page.context().close();
  }
});

test("a person types the code of a device", async (t) => {
  const { fairlead, mock } = await prepare(t);
  const begun = await (await post(mock.provider.deviceUrl, { client_id: "Buoy" })).json();
  const page = await open(await launch(t), fairlead);
  await page.goto(begun.verification_uri);
  await checkAccessibility(page);
  await page.getByLabel("The code that your device shows").fill(begun.user_code.toLowerCase());
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { name: "Allow Buoy?" }).waitFor();
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.getByRole("heading", { name: "Your device may go on" }).waitFor();
  const tokens = await post(mock.provider.tokenUrl, {
    grant_type: "urn:ietf:params:oauth:grant-type:device_code",
    device_code: begun.device_code,
    client_id: "Buoy",
  });
  assert.equal(tokens.status, 200);
});

test("the card of a mock says where to sign in", async (t) => {
  const { fairlead, project, mock } = await prepare(t);
  const page = await open(await launch(t), fairlead);
  await visit(page, fairlead, `/projects/${project.id}/mocks`);
  await page.getByText("Sign-in: OAuth 2 and OpenID Connect").click();
  await page.getByText("tokens enforced").waitFor();
  await page.getByText("Any client id and secret will do.").waitFor();
  await page.getByRole("button", { name: "Copy: Token" }).click();
  await page.getByText("Token copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, mock.provider.tokenUrl);
  await checkAccessibility(page);
  const form = page.getByRole("form", { name: "Change the mock" });
  await form.getByRole("checkbox", { name: "Only its own tokens" }).uncheck();
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByText("any token is taken").waitFor();
});
