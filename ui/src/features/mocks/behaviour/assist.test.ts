import { complete, explain } from "./assist";
import type { Schema } from "./schema";

const ROOT: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    latency: { $ref: "#/$defs/Latency", description: "How long every answer takes." },
    rules: { type: "array", items: { $ref: "#/$defs/Rule" } },
    mode: { enum: ["strict", "on"], default: "strict" },
    body: { patternProperties: { "^/": { $ref: "#/$defs/Target" } }, additionalProperties: false },
  },
  $defs: {
    Latency: {
      anyOf: [
        { type: "object", additionalProperties: false, properties: { p50: {}, p95: {} } },
        { type: "object", additionalProperties: false, properties: { fixed: {}, jitter: {} } },
      ],
    },
    Target: {
      type: "object",
      additionalProperties: false,
      properties: {
        operation: {
          "x-names": "operation",
          anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
        },
        method: { type: "string" },
      },
    },
    Rule: {
      type: "object",
      additionalProperties: false,
      required: ["when"],
      properties: {
        when: { anyOf: [{ $ref: "#/$defs/Target" }, { type: "null" }] },
        fault: {
          anyOf: [
            { const: "drop", description: "The connection is closed." },
            { type: "object", properties: { status: { type: "integer" } } },
          ],
        },
        off: { type: "boolean", default: false, description: "Whether it rests." },
      },
    },
  },
};
const NAMES = { operation: [{ name: "getBerth" }, { name: "GET /berths/{id}" }] };

/** Labels of what can stand at the `|` of a text. */
function at(text: string): string[] {
  const offset = text.indexOf("|");
  return complete(ROOT, NAMES, text.replace("|", ""), offset).map((one) => one.label);
}

/** The text once the suggestion with a label is taken. */
function taken(text: string, label: string): string {
  const [offset, plain] = [text.indexOf("|"), text.replace("|", "")];
  const one = complete(ROOT, NAMES, plain, offset).find((one) => one.label === label);
  if (!one) throw new Error(`there is no ${label}`);
  return plain.slice(0, one.from) + one.insert + plain.slice(one.to);
}

test.each([
  ["|", ["latency", "rules", "mode", "body"]],
  ["lat|", ["latency", "rules", "mode", "body"]],
  ["mode: strict\n|", ["latency", "rules", "body"]],
  ["mo|\nrules:\n  - when: {}\n", ["latency", "mode", "body"]],
  ["rules:\n  - |", ["when", "fault", "off"]],
  ["rules:\n  - off: true\n    |", ["when", "fault"]],
  ["rules:\n  - off: true\n  - |", ["when", "fault", "off"]],
  ["rules: [{ | }]", ["when", "fault", "off"]],
  ["rules: [{ off: true, | }]", ["when", "fault"]],
  ["rules:\n  - when:\n      |", ["operation", "method"]],
  ["rules:\n  - when: { method: GET, | }", ["operation"]],
  ["rules:\n  - fault: |", ["drop"]],
  ["rules:\n  - fault:\n      |", ["status", "drop"]],
  ["rules:\n  - off: |", ["false", "true"]],
  ["latency: { p50: 1, | }", ["p95"]],
  ["latency:\n  fixed: 1\n  |", ["jitter"]],
  ["latency:\n  fixed: 1\n|", ["rules", "mode", "body"]],
  ["body:\n  /a:\n    |", ["operation", "method"]],
  ["rules:\n  - when:\n      operation: |", ["getBerth", "GET /berths/{id}"]],
  ["rules:\n  - when:\n      operation: get|", ["getBerth", "GET /berths/{id}"]],
  ["rules:\n  - when:\n      operation: [getBerth, |]", ["getBerth", "GET /berths/{id}"]],
  ['rules:\n  - when: { operation: "GET /|" }', ["getBerth", "GET /berths/{id}"]],
  ["# what |", []],
  ["unknown:\n  |", []],
])("%j offers %j", (text, labels) => {
  expect(at(text).sort()).toEqual([...labels].sort());
});

test.each([
  ["ru|", "rules", "rules:\n  - "],
  ["rules:\n  - |", "when", "rules:\n  - when:\n      "],
  ["rules: [{ wh| }]", "when", "rules: [{ when:  }]"],
  ["mo|: strict", "mode", "mode: strict"],
  ["mode: s|\nrules: []", "on", 'mode: "on"\nrules: []'],
  [
    'rules: [{ when: { operation: "GET /b|" } }]',
    "GET /berths/{id}",
    'rules: [{ when: { operation: "GET /berths/{id}" } }]',
  ],
  [
    "rules:\n  - when:\n      operation: GET /ber|\n",
    "GET /berths/{id}",
    'rules:\n  - when:\n      operation: "GET /berths/{id}"\n',
  ],
])("%j with %j is %j", (text, label, whole) => {
  expect(taken(text, label)).toBe(whole);
});

test("a word is explained by what is said where it is used, and a value by its own words", () => {
  const text = "latency: { p50: 1 }\nrules:\n  - fault: drop\n    off: true\n";
  const told = (word: string) => explain(ROOT, text, text.indexOf(word) + 1)?.text;
  expect(told("latency")).toContain("How long every answer takes.");
  expect(told("drop")).toBe("The connection is closed.");
  expect(told("off")).toBe("Whether it rests.\n\nboolean, default false");
  expect(told("p50")).toBeUndefined();
});

test("no text, however broken, is too much", () => {
  const text = 'rules:\n  - when: { operation: ["GET /x", }\n\tfault: |\n &a *b: !!x ? - :\n';
  for (let offset = 0; offset <= text.length; offset++) {
    for (const cut of [text, text.slice(0, offset), text.slice(offset)]) {
      const place = Math.min(offset, cut.length);
      expect(() => complete(ROOT, NAMES, cut, place)).not.toThrow();
      expect(() => explain(ROOT, cut, place)).not.toThrow();
    }
  }
});
