import type { Draft } from "@/api/types";
import { asTemplate, fillTemplate } from "./template";
import { candidatesOf, nameFor } from "./template-candidates";

const draft: Draft = {
  operationId: "op",
  pathParams: { id: "7" },
  query: [
    { name: "q", value: "x", enabled: true },
    { name: "off", value: "y", enabled: false },
  ],
  headers: [],
  cookies: [],
  body: {
    contentType: "application/json",
    text: '{"ship":{"name":"Sol \\"V\\"","length":11.3,"big":12345678901234567890},"tags":["a"],"note":"see {{other}}"}',
  },
  useCredentials: true,
};

describe("templates", () => {
  it("offer the values that a draft sends", () => {
    expect(candidatesOf(draft).map((c) => c.at)).toEqual([
      "path /id",
      "query 0 q",
      "body /ship/name",
      "body /ship/length",
      "body /ship/big",
      "body /tags/0",
    ]);
    expect(candidatesOf({ ...draft, body: null, pathParams: { id: "{{id}}" } })).toHaveLength(1);
  });

  it("hold fields, and are the draft again once these are filled in", () => {
    const names = new Map([
      ["path /id", "id"],
      ["query 0 q", "words"],
      ["body /ship/name", "name"],
      ["body /ship/length", "length"],
    ]);
    const made = asTemplate(draft, names);
    expect(made.pathParams).toEqual({ id: "{{id}}" });
    expect(made.query?.[0]?.value).toBe("{{words}}");
    expect(made.body?.text).toContain('"name": "{{name}}"');
    expect(made.body?.text).toContain('"length": {{length}}');
    const back = fillTemplate(
      made,
      new Map([
        ["id", "8"],
        ["words", "$& y"],
        ["name", 'A "B"\n'],
        ["length", "12"],
      ]),
    );
    expect(back.pathParams).toEqual({ id: "8" });
    expect(back.query?.[0]?.value).toBe("$& y");
    const ship = JSON.parse(back.body?.text ?? "").ship;
    expect(ship).toMatchObject({ name: 'A "B"\n', length: 12 });
    expect(made.body?.text).toContain('{\n  "ship": {');
  });

  it("leave alone what is no field of theirs", () => {
    const body = { contentType: "text/plain", text: "{{known}} {{token}}" };
    expect(fillTemplate({ ...draft, body }, new Map([["known", "1"]])).body?.text).toBe(
      "1 {{token}}",
    );
  });

  it("name their fields, each once", () => {
    expect(nameFor("body /ship/name", [])).toBe("name");
    expect(nameFor("body /ship/name", ["name"])).toBe("name_2");
    expect(nameFor("body /tags/0", [])).toBe("field_0");
    expect(nameFor("headers 0 X-Office", [])).toBe("X_Office");
  });
});
