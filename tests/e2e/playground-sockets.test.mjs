// WebSockets and requests to any address in the playground.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { echoSocket } from "./echo-socket.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

async function openPlayground(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const page = await open(await launch(t), fairlead, options);
  await visit(page, fairlead, `${base}/playground`);
  return { fairlead, page, base };
}

const connection = (page) => page.getByRole("region", { name: "Connection" });
const messages = (page) => connection(page).getByRole("region", { name: "Messages" });
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function write(page, label, text) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.locator(`[data-editor="${label}"] .view-line`).first().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
}

async function connect(page, url) {
  await button(page, "WebSocket").click();
  await page.getByRole("textbox", { name: "Address" }).fill(url);
  await page.getByRole("tab", { name: "Subprotocols" }).click();
  await page.getByRole("textbox", { name: /Subprotocols/ }).fill("pier.v1\npier.v2");
  await button(page, "Connect").click();
  await connection(page).getByText("open", { exact: true }).waitFor();
}

async function send(page, kind, text) {
  await page.getByRole("combobox", { name: "Kind of message" }).selectOption(kind);
  await write(page, "Message", text);
  await button(page, "Send message").click();
}

test("messages go both ways, are filtered, and are one trace that opens again", async (t) => {
  const server = await echoSocket(t);
  const { page, fairlead, base } = await openPlayground(t);
  await connect(page, `ws://${server.url}/live?pier=7`);
  await connection(page).getByText("pier.v1").waitFor();
  await send(page, "json", '{"ship":"Fram"}');
  await messages(page).getByText('{"ship":"Fram"}').nth(1).waitFor();
  await send(page, "json", "{ship}");
  await page.getByRole("alert").getByText(/not JSON/).waitFor();
  await send(page, "hex", "00 ff");
  await messages(page).getByText("00 ff").nth(1).waitFor();
  await checkAccessibility(page);

  await page.getByRole("searchbox", { name: "Filter messages" }).fill("fram");
  await eventually("the filter", async () => (await messages(page).getByRole("listitem").count()) === 2);
  await messages(page).getByText("Fram").first().click();
  await messages(page).getByText(/"ship": "Fram"/).waitFor();

  // It goes on while another tab is shown, and after the page was loaded anew.
  await button(page, "Free request").click();
  await page.getByRole("tab", { name: /connected/ }).click();
  await connection(page).getByText("open", { exact: true }).waitFor();
  await page.reload();
  await messages(page).getByText('{"ship":"Fram"}').nth(1).waitFor();
  await button(page, "Close with…").click();
  await page.getByRole("textbox", { name: "Reason" }).fill("done");
  await button(page, "Close it").click();
  await connection(page).getByText(/Closed here with 1000/).waitFor();

  await connection(page).getByRole("link", { name: "See the trace" }).click();
  await page.getByRole("region", { name: "Messages" }).getByText("00 ff").first().waitFor();
  await button(page, "Open in playground").click();
  await page.getByRole("textbox", { name: "Address" }).waitFor();
  assert.equal(
    await page.getByRole("textbox", { name: "Address" }).inputValue(),
    `ws://${server.url}/live?pier=7`,
  );
  await messages(page).getByText("00 ff").first().waitFor();
  const { items } = await fairlead.api("GET", `/v1${base}/traces`);
  assert.equal(items.length, 1);
  assert.equal(items[0].status, 101);
  assert.deepEqual(page.problems, []);
});

const SIZES = [
  { width: 1280, height: 800 },
  { width: 375, height: 800 },
];
const pours = (viewport) => async (t) => {
  const server = await echoSocket(t);
  const { page } = await openPlayground(t, { viewport });
  await connect(page, `ws://${server.url}/`);
  await send(page, "text", "pour 20000");
  await messages(page).getByText("drop 20000").waitFor();
  assert.ok((await messages(page).getByRole("listitem").count()) < 100, "only rows in sight are drawn");
  await connection(page).getByText(/older messages are not shown/).waitFor();
  await page.getByRole("tab", { name: "Query" }).click();
  await button(page, "Disconnect").click();
  await connection(page).getByText(/Closed here/).waitFor();
  assert.deepEqual(page.problems, []);
};

for (const size of SIZES)
  test(`many messages freeze neither the list nor the page at ${size.width} pixels`, pours(size));

test("what was sent before a kill is in the trace, and a refusal says why", async (t) => {
  const server = await echoSocket(t);
  const { page, fairlead, base } = await openPlayground(t);
  await connect(page, `ws://${server.url}/`);
  await send(page, "text", "before the kill");
  await messages(page).getByText("before the kill").first().waitFor();
  await fairlead.restart("SIGKILL");
  const { items } = await fairlead.api("GET", `/v1${base}/traces`);
  const detail = await fairlead.api("GET", `/v1${base}/traces/${items[0].id}`);
  assert.match(detail.response.body.text, /before the kill/);
  assert.match(detail.error.message, /Fairlead ended/);

  const refusing = createServer((_, answer) => answer.writeHead(401).end("no"));
  refusing.listen(0, "127.0.0.1");
  await once(refusing, "listening");
  t.after(() => refusing.close());
  const draft = {
    free: { method: "GET", url: `ws://127.0.0.1:${refusing.address().port}/` },
    socket: {},
  };
  const path = `/v1${base}/playground/sockets/${crypto.randomUUID()}`;
  await fairlead.api("PUT", path, { draft });
  const ended = await eventually("the end", async () => {
    const now = await fairlead.api("GET", path);
    return now.state === "closed" && now;
  });
  assert.match(ended.error.message, /401 Unauthorized/);
});

test("a free request is sent, kept, saved and copied, and says that nothing checked it", async (t) => {
  const seen = [];
  const server = createServer((request, answer) => {
    seen.push(request);
    answer.writeHead(200, { "content-type": "application/json" }).end('{"free":true}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { page, fairlead, base } = await openPlayground(t);
  await button(page, "Free request").click();
  await page.getByRole("textbox", { name: "Address" }).fill(`http://127.0.0.1:${server.address().port}/any/:id?x=1`);
  await page.getByText("matches no operation: not checked").waitFor();
  await page.getByRole("tab", { name: "Path" }).click();
  await page.getByRole("textbox", { name: "Value of id" }).fill("a/b");
  await button(page, "Send").click();
  const response = page.getByRole("region", { name: "Response" });
  await response.getByText("Matches no operation: not checked.").waitFor();
  assert.equal(seen[0].url, "/any/a%2Fb?x=1");
  assert.equal(seen[0].headers.authorization, undefined);

  await page.getByRole("combobox", { name: "Copy as" }).selectOption("curl");
  await eventually("the command", async () =>
    (await page.evaluate(() => navigator.clipboard.readText())).includes("/any/"),
  );
  await button(page, "Save").click();
  await page.getByRole("textbox", { name: "Name" }).fill("Anywhere");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("tab", { name: /Anywhere/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: /Anywhere/ }).press("Delete");
  await page.getByRole("treeitem", { name: /Anywhere/ }).click();
  await button(page, "Send").click();
  await eventually("it is sent again", () => seen.length === 2);
  assert.equal(seen[1].url, "/any/a%2Fb?x=1");
  const items = await eventually("both traces", async () => {
    const found = await fairlead.api("GET", `/v1${base}/traces?source=playground`);
    return found.items.length === 2 && found.items;
  });
  assert.equal(items[0].operationId, null);
  assert.deepEqual(page.problems, []);
});

test("a free request goes out with the variables and credentials of several environments", async (t) => {
  const seen = [];
  const server = createServer((request, answer) => {
    seen.push(request);
    answer.writeHead(200, { "content-type": "application/json" }).end(`{"path":"${request.url}"}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${server.address().port}`;
  const { page, fairlead, base } = await openPlayground(t);
  for (const name of ["north", "south"]) {
    const made = await fairlead.api("POST", `/v1${base}/environments`, {
      name,
      type: "SANDBOX",
      baseUrl: "http://elsewhere.example",
      variables: [{ name: "pier", value: name }],
      auth: { kind: "bearer" },
    });
    const secret = `/v1${base}/environments/${made.id}/secrets/token`;
    await fairlead.api("PUT", secret, { value: `key-of-${name}` });
  }
  await button(page, "Free request").click();
  await page.getByRole("textbox", { name: "Address" }).fill(`${origin}/{{pier}}`);
  await button(page, "Send to several…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /No environment/ }).uncheck();
  for (const name of ["north", "south"]) await dialog.getByRole("checkbox", { name }).check();
  await dialog.getByRole("checkbox", { name: /credentials/ }).check();
  await dialog.getByRole("button", { name: "Send to 2" }).click();
  await dialog.getByRole("row", { name: /south.*1 deviation/ }).waitFor();
  const got = seen.map(({ url, headers }) => `${url} ${headers.authorization}`).sort();
  assert.deepEqual(got, ["/north Bearer key-of-north", "/south Bearer key-of-south"]);
  assert.deepEqual(page.problems, []);
});

test("what was typed can be undone after another tab was shown", async (t) => {
  const { page, base, fairlead } = await openPlayground(t);
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const { id } = items.find((o) => o.method === "POST" && o.path === "/bookings");
  await visit(page, fairlead, `${base}/playground?operation=${id}`);
  const editor = page.locator('[data-editor="Body of the request"]');
  await editor.locator(".view-line").first().waitFor();
  const before = await editor.locator(".view-lines").innerText();
  await write(page, "Body of the request", '{"mine": 1}');
  await editor.locator(".view-line", { hasText: "mine" }).waitFor();
  await button(page, "Free request").click();
  await page.getByRole("textbox", { name: "Address" }).waitFor();
  await page.getByRole("tab", { name: /bookings/ }).click();
  await editor.locator(".view-line", { hasText: "mine" }).click();
  await page.keyboard.press("Control+z");
  await eventually("the text of before", async () =>
    (await editor.locator(".view-lines").innerText()) === before,
  );
  // A closed tab begins anew.
  await page.getByRole("tab", { name: /bookings/ }).press("Delete");
  assert.deepEqual(page.problems, []);
});
