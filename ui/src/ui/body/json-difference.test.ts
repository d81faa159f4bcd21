import type { TraceDetail } from "@/api/types";
import {
  differencesOfAnswers,
  differencesOfBodies,
  differencesOfJson,
  MOST,
} from "./json-difference";

const answer = (status: number, text: string, headers: Record<string, string> = {}) =>
  ({
    status,
    statusText: "",
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: { text, bytes: text.length, truncated: false, contentType: "application/json" },
  }) as TraceDetail["response"];

describe("two JSON values", () => {
  it("differ in presence, type and value, each at its pointer", () => {
    const left = { a: 1, "b/c": [1, "x"], gone: null, same: { deep: [true] } };
    const right = { a: 2, "b/c": [1, 7, 8], same: { deep: [true] }, new: 1 };
    expect(differencesOfJson(left, right)).toEqual([
      { part: "body", at: "/a", kind: "value", left: 1, right: 2 },
      { part: "body", at: "/b~1c/1", kind: "type", left: "x", right: 7 },
      { part: "body", at: "/b~1c/2", kind: "presence", right: 8 },
      { part: "body", at: "/gone", kind: "presence", left: null },
      { part: "body", at: "/new", kind: "presence", right: 1 },
    ]);
    expect(differencesOfJson(left, left)).toEqual([]);
  });

  it("are told so far as anybody reads", () => {
    const many = (by: number) => Array.from({ length: 5000 }, (_, n) => n + by);
    expect(differencesOfJson(many(0), many(1))).toHaveLength(MOST + 1);
  });

  it("as text are compared as JSON where both are", () => {
    expect(differencesOfBodies('{"a": 1}', '{ "a":1 }')).toEqual([]);
    expect(differencesOfBodies("one", "two")).toMatchObject([{ kind: "value" }]);
    expect(differencesOfBodies("{}", "two")).toMatchObject([{ kind: "type" }]);
    expect(differencesOfBodies(null, "two")).toMatchObject([{ kind: "presence", right: "two" }]);
  });
});

describe("two answers", () => {
  const left = answer(200, '{"id":1}', { "Content-Type": "application/json", Date: "a" });
  const right = answer(404, '{"id":2}', { "content-type": "text/plain", Date: "b", Allow: "GET" });

  it("differ in status, in headers that matter, and in the body", () => {
    expect(differencesOfAnswers(left, right).map((d) => `${d.part} ${d.at} ${d.kind}`)).toEqual([
      "status  type",
      "header allow presence",
      "header content-type value",
      "body /id value",
    ]);
  });

  it("differ less where values do not count", () => {
    expect(differencesOfAnswers(left, right, true).map((d) => d.part)).toEqual([
      "status",
      "header",
    ]);
  });
});
