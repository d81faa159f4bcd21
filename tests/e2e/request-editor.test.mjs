// Writing a request: rows and text, credentials beside it, commands that are pasted, what was sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import { checkAccessibility } from "./axe.mjs";
import { launch, open } from "./browser.mjs";
import { echo } from "./echo.mjs";
import { eventually, Fairlead } from "./fairlead.mjs";
import { visit } from "./routes.mjs";

const shots = process.env.SHOTS;
const shoot = (page, name) => shots && page.screenshot({ path: `${shots}/${name}.png` });
const part = (page, name) => page.getByRole("tablist", { name: "Parts of the request" }).getByRole("tab", { name });
const response = (page) => page.getByRole("region", { name: "Response" });

async function begin(t, options) {
  const fairlead = await Fairlead.start(t);
  const { project } = await fairlead.importSample();
  const base = `/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `/v1${base}/operations`);
  const page = await open(await launch(t), fairlead, options);
  return { fairlead, page, base, items };
}

async function paste(page, text) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+v");
}

test("credentials that an operation wants are set beside the request", async (t) => {
  const { fairlead, page, base, items } = await begin(t);
  const post = items.find((o) => o.kind === "operation" && o.method === "POST");
  await visit(page, fairlead, `${base}/playground?operation=${post.id}`);
  await page.getByRole("button", { name: /credentials are missing/ }).click();
  assert.equal(await part(page, /Auth/).getAttribute("aria-selected"), "true");
  const form = page.getByRole("form", { name: /^Credential for/ }).first();
  await form.locator("input[type=password]").fill("a-key-nobody-may-see");
  await shoot(page, "auth");
  await checkAccessibility(page);
  await form.getByRole("button", { name: "Set" }).click();
  await form.getByText("set", { exact: true }).waitFor();
  await page.getByText("the request keeps the contract").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await response(page).getByText(/20\d/).first().waitFor();
  assert.ok(!(await page.content()).includes("a-key-nobody-may-see"));
  assert.deepEqual(page.problems, []);
});

test("fields are added with the keyboard, and written as one text", async (t) => {
  const url = await echo(t);
  const { fairlead, page, base } = await begin(t);
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  const address = page.getByLabel("Address");
  await eventually("the focus", () => address.evaluate((at) => at === document.activeElement));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(`${url}/ships`);
  await part(page, "Headers").click();
  await page.getByRole("button", { name: "Add a field" }).click();
  // A row that was only begun is no mistake.
  await page.getByText("matches no operation: not checked").waitFor();
  await page.keyboard.type("X-One");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1");
  await page.getByRole("button", { name: "Edit as text" }).click();
  const text = page.getByLabel("The headers as text");
  assert.equal(await text.inputValue(), "X-One: 1");
  await text.fill("X-One: 1\n// X-Off: 2\nX-Two: a: b\n");
  await shoot(page, "bulk");
  await checkAccessibility(page);
  await page.getByRole("button", { name: "Edit as rows" }).click();
  assert.equal(await page.getByLabel("Send X-Off").isChecked(), false);
  await page.keyboard.press("Control+Enter");
  await response(page).getByText('"x-two"').waitFor();
  const body = await response(page).getByRole("region", { name: "Body" }).innerText();
  assert.match(body, /"x-one": "1"/);
  assert.match(body, /"x-two": "a: b"/);
  assert.doesNotMatch(body, /x-off/);

  // The request as it went out, and a part of the answer.
  await response(page).getByRole("tab", { name: "Sent" }).click();
  await response(page).getByText(`GET ${url}/ships`).waitFor();
  const sent = response(page).getByRole("table", { name: "Request headers as sent" });
  await sent.getByText("X-Two").waitFor();
  await checkAccessibility(page);
  await response(page).getByRole("tab", { name: "Pretty" }).click();
  await response(page).getByRole("button", { name: "Filter with JSONPath" }).click();
  await page.getByLabel("JSONPath", { exact: true }).fill("$.ships[*].name");
  await response(page).getByText("2 matches").waitFor();
  const shown = response(page).getByRole("region", { name: "Body" });
  await shown.getByText('"x-two"').waitFor({ state: "detached" });
  assert.deepEqual(JSON.parse(await shown.innerText()), ["Ann", "Bob"]);
  await shoot(page, "jsonpath");
  await checkAccessibility(page);
  await page.getByLabel("JSONPath", { exact: true }).fill("$.[");
  await response(page).getByText("The query cannot be read").waitFor();
  await page.keyboard.press("Escape");
  await response(page).getByText('"x-two"').waitFor();
  assert.deepEqual(page.problems, []);
});

for (const [name, options] of [
  ["wide and light", {}],
  ["narrow and dark", { viewport: { width: 375, height: 740 }, colorScheme: "dark" }],
]) {
  test(`a command of a browser becomes the request of the tab: ${name}`, async (t) => {
    const url = await echo(t);
    const { fairlead, page, base } = await begin(t, options);
    await visit(page, fairlead, `${base}/playground`);
    await page.getByRole("button", { name: "Free request" }).click();
    await page.getByLabel("Address").click();
    await paste(
      page,
      [
        `curl '${url}/ships?dry=1'`,
        "  -H 'accept: application/json'",
        "  -H 'authorization: Bearer a-token-nobody-may-see'",
        "  -H 'content-type: application/json'",
        `  --data-raw $'{"name":"Ada\\'s"}' --compressed`,
      ].join(" \\\n"),
    );
    await page.getByText("The command is a request now").waitFor();
    await shoot(page, `pasted-${name.split(" ")[0]}`);
    assert.equal(await page.getByLabel("Method").inputValue(), "POST");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await response(page).getByText("200").first().waitFor();
    const body = JSON.parse(await response(page).getByRole("region", { name: "Body" }).innerText());
    assert.equal(body.method, "POST");
    assert.equal(body.url, "/ships?dry=1");
    assert.equal(body.body, `{"name":"Ada's"}`);
    assert.ok(!(await page.content()).includes("a-token-nobody-may-see"), "it went into the vault");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, "nothing is wider than the page");
    assert.deepEqual(page.problems, []);
  });
}

test("a variable that stands for nothing is set where that is said", async (t) => {
  const url = await echo(t);
  const { fairlead, page, base } = await begin(t);
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  await page.getByLabel("Address").fill(`${url}/{{tenant}}`);
  await page.getByRole("button", { name: "Set {{tenant}}" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Value").fill("north");
  await checkAccessibility(page);
  await dialog.getByRole("button", { name: "Keep" }).click();
  await page.getByText("matches no operation: not checked").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await response(page).getByText('"/north"').waitFor();
  assert.deepEqual(page.problems, []);
});

test("variables are offered where they are written, with what counts for each", async (t) => {
  const url = await echo(t);
  const { fairlead, page, base } = await begin(t);
  const put = (path, value) => fairlead.api("PUT", `/v1${path}`, { value, secret: false });
  await put("/variables/tenant", "of-workspace");
  await put("/variables/region", "north");
  await put(`${base}/variables/tenant`, "of-project");
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  const address = page.getByLabel("Address");
  await address.fill("");
  await page.keyboard.type(`${url}/{{te`);
  const offered = page.getByRole("listbox", { name: "Variables" });
  await offered.getByRole("option", { name: "tenant of-project project" }).waitFor();
  await shoot(page, "variables-offered");
  await checkAccessibility(page);
  await page.keyboard.press("Enter");
  await offered.waitFor({ state: "detached" });
  await page.keyboard.type("?at={{");
  assert.equal(await offered.getByRole("option").count(), 2);
  await page.keyboard.press("ArrowDown");
  const second = await offered.getByRole("option", { selected: true }).innerText();
  assert.match(second, /region/);
  await page.keyboard.press("Tab");
  assert.equal(await address.inputValue(), `${url}/{{tenant}}?at={{region}}`);
  await page.keyboard.type("{{");
  await offered.waitFor();
  await page.keyboard.press("Escape");
  await offered.waitFor({ state: "detached" });
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+Enter");
  await response(page).getByText('"/of-project?at=north"').waitFor();
  assert.deepEqual(page.problems, []);
});

test("an environment is duplicated, and offers the servers of the description", async (t) => {
  const { fairlead, page, base } = await begin(t);
  const body = { name: "Pier", type: "UAT", baseUrl: "https://pier.example", auth: { kind: "bearer" } };
  await fairlead.api("POST", `/v1${base}/environments`, body);
  await visit(page, fairlead, base);
  await page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: "Environments" }).click();
  await page.getByRole("button", { name: "Duplicate Pier" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByLabel("Name", { exact: true }).inputValue(), "Pier copy");
  assert.equal(await dialog.getByLabel("Kind").inputValue(), "bearer");
  await eventually("the servers", () =>
    dialog.getByLabel("Base URL").evaluate((field) => field.list?.options.length > 0),
  );
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("article", { name: "Pier copy" }).waitFor();
  const { items } = await fairlead.api("GET", `/v1${base}/environments`);
  assert.deepEqual(items.map((e) => [e.name, e.type]), [["Pier", "UAT"], ["Pier copy", "UAT"]]);
  assert.deepEqual(page.problems, []);
});

test("cookies of answers go along until they are cleared", async (t) => {
  const url = await echo(t);
  const { fairlead, page, base } = await begin(t);
  await visit(page, fairlead, `${base}/playground`);
  await page.getByRole("button", { name: "Free request" }).click();
  const send = async (path) => {
    await page.getByLabel("Address").fill(`${url}${path}`);
    await page.keyboard.press("Control+Enter");
    await response(page).getByText(`"url": "${path}"`).waitFor();
    return JSON.parse(await response(page).getByRole("region", { name: "Body" }).innerText()).headers;
  };
  await send("/login");
  await part(page, "Cookies").click();
  const kept = page.getByRole("region", { name: "Cookies of answers" });
  await kept.getByText("sid", { exact: true }).waitFor();
  await shoot(page, "cookies");
  await checkAccessibility(page);
  assert.match((await send("/who")).cookie, /^sid=/);
  await response(page).getByRole("tab", { name: "Sent" }).click();
  await response(page).getByRole("table", { name: "Request headers as sent" }).getByText("cookie").waitFor();
  await response(page).getByRole("tab", { name: "Pretty" }).click();
  await kept.getByRole("button", { name: "Clear cookies" }).click();
  await kept.getByText("No answer from there has set any.").waitFor();
  assert.equal((await send("/again")).cookie, undefined);
  await send("/login");
  await kept.getByText("sid", { exact: true }).waitFor();
  await kept.getByLabel("Keep the cookies of answers and send them along").uncheck();
  assert.equal((await send("/off")).cookie, undefined);
  assert.deepEqual(page.problems, []);
});
