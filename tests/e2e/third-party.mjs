// A sign-in provider that others wrote: npm's `oidc-provider`, in the cache as other tools are.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const VERSION = "9.13.3";

async function install() {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache");
  const folder = path.join(cache, "fairlead/oidc-provider", VERSION);
  const script = path.join(folder, "node_modules/oidc-provider/lib/index.js");
  if (!existsSync(script)) {
    await mkdir(folder, { recursive: true });
    const wanted = ["install", "--no-audit", "--no-fund", "--silent", "--prefix", folder];
    const npm = spawn("npm", [...wanted, `oidc-provider@${VERSION}`], { stdio: "inherit" });
    const [code] = await once(npm, "exit");
    if (code !== 0) throw new Error("npm could not install oidc-provider");
  }
  return import(pathToFileURL(script).href);
}

/**
 * A provider and an API that takes its tokens. Access tokens live for `life` seconds; refresh
 * tokens rotate.
 */
export async function startProvider(t, { life }) {
  const { default: Provider } = await install();
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "crane",
        application_type: "native",
        token_endpoint_auth_method: "none",
        redirect_uris: ["http://127.0.0.1/callback"],
        response_types: ["code"],
        grant_types: [
          "authorization_code",
          "refresh_token",
          "urn:ietf:params:oauth:grant-type:device_code",
        ],
      },
    ],
    features: { deviceFlow: { enabled: true }, revocation: { enabled: true } },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    ttl: { AccessToken: life, DeviceCode: 120, RefreshToken: 600, Grant: 600, Session: 600, Interaction: 600, AuthorizationCode: 60, IdToken: 60 },
    cookies: { keys: ["for these tests"] },
  });
  const refreshed = [];
  provider.on("grant.success", (ctx) => {
    if (ctx.oidc.params.grant_type === "refresh_token") refreshed.push(ctx.oidc.params);
  });
  const answer = provider.callback();
  const asked = [];
  server.on("request", async (request, response) => {
    if (!request.url.startsWith("/api")) return answer(request, response);
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    asked.push(token);
    const found = await provider.AccessToken.find(token);
    response.statusCode = found && !found.isExpired ? 200 : 401;
    response.setHeader("content-type", "application/json").end("{}");
  });
  return { issuer, asked, refreshed, provider };
}

/** Signs in and consents, on the pages of the provider. */
export async function signIn(page) {
  await page.locator("input[name=login]").fill("ada");
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}
