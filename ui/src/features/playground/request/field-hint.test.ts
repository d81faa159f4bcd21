import { expect, test } from "vitest";
import type { ParameterDetail } from "@/api/types";
import { about, typeOf } from "./field-hint";

test("a schema's type in words", () => {
  expect(typeOf({ type: "string", format: "date-time" })).toBe("string, date-time");
  expect(typeOf({ type: ["integer", "null"] })).toBe("integer");
  expect(typeOf({ type: "array", items: { type: "string" } })).toBe("array of string");
  expect(typeOf({})).toBe("");
});

test("what a parameter wants", () => {
  const parameter = { required: true, schema: { type: "string" }, description: "The berth" };
  expect(about(parameter as unknown as ParameterDetail)).toBe("required · string · The berth");
});
