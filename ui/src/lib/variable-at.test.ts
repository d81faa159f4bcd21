import { expect, test } from "vitest";
import { complete, openAt } from "./variable-at";

test("open braces before the caret are a variable being written", () => {
  expect(openAt("{{", 2)).toEqual({ from: 0, word: "" });
  expect(openAt("a/{{ten/b", 7)).toEqual({ from: 2, word: "ten" });
  expect(openAt("{{a}}/{{b", 9)).toEqual({ from: 6, word: "b" });
  expect(openAt("{{a}}", 5)).toBeNull();
  expect(openAt("{{a", 1)).toBeNull();
  expect(openAt("{a", 2)).toBeNull();
  expect(openAt("{{a/b", 5)).toBeNull();
});

test("a variable is written whole, over what was left of it", () => {
  expect(complete("{{te", 4, 0, "tenant")).toEqual({ text: "{{tenant}}", caret: 10 });
  expect(complete("a/{{te}}/b", 6, 2, "tenant")).toEqual({ text: "a/{{tenant}}/b", caret: 12 });
  expect(complete("{{te/b", 4, 0, "tenant")).toEqual({ text: "{{tenant}}/b", caret: 10 });
});
