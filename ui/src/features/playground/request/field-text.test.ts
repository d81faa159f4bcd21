import { expect, test } from "vitest";
import { fieldsOf, textOf } from "./field-text";

const field = (name: string, value: string, enabled = true) => ({ name, value, enabled });

test("fields are lines and lines are fields", () => {
  const fields = [field("Accept", "a/b"), field("X-Off", "1: 2", false), field("Empty", "")];
  expect(textOf(fields)).toBe("Accept: a/b\n// X-Off: 1: 2\nEmpty:");
  expect(fieldsOf(textOf(fields))).toEqual(fields);
});

test("a query that was copied is split", () => {
  expect(fieldsOf("a=1&b=two%20words&c=x+y")).toEqual([
    field("a", "1"),
    field("b", "two words"),
    field("c", "x y"),
  ]);
  expect(fieldsOf("?a=1&b=100%")).toEqual([field("a", "1"), field("b", "100%")]);
});

test("headers that a browser copied lose what is none", () => {
  expect(
    fieldsOf(":authority: api.example.com\r\n\r\naccept: */*\r\nreferer: https://x/?a=1"),
  ).toEqual([field("accept", "*/*"), field("referer", "https://x/?a=1")]);
});
