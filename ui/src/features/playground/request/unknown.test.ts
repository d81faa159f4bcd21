import { expect, test } from "vitest";
import type { Violation } from "@/api/types";
import { unknownIn } from "./unknown";

const said = (keyword: string, message: string) => ({ keyword, message }) as Violation;

test("the variable that stands for nothing is named", () => {
  expect(unknownIn(said("unknown-variable", "{{tenant}} in the address stands for nothing"))).toBe(
    "tenant",
  );
  expect(unknownIn(said("malformed", "{{tenant}} is no name"))).toBe("");
});
