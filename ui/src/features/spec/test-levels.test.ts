import { expect, test } from "vitest";
import type { TestProfile } from "@/api/types";
import { effective, levelsOf, summary } from "./test-levels";

const category = (name: string, detected: boolean, level = "AUTO") =>
  ({
    category: name,
    name,
    about: "",
    detected,
    evidence: "",
    level,
    effective: level,
  }) as TestProfile["groups"][number]["categories"][number];
const profile: TestProfile = {
  gone: [],
  groups: [
    {
      name: "payments",
      operations: 1,
      categories: [category("RETRY", true), category("PAGINATION", false, "OPTIONAL")],
    },
  ],
};

test("only what somebody has set is a level", () => {
  expect(levelsOf(profile)).toEqual({ payments: { PAGINATION: "OPTIONAL" } });
});

test("automatic is required where the description has it", () => {
  expect(effective(category("RETRY", true), "AUTO")).toBe("REQUIRED");
  expect(effective(category("RETRY", false), "AUTO")).toBe("NA");
  expect(effective(category("RETRY", false), "OPTIONAL")).toBe("OPTIONAL");
});

test("a profile that requires nothing says so", () => {
  expect(summary(profile, levelsOf(profile))).toBe("1 required, 1 optional, 0 not applicable");
  expect(summary(profile, { payments: { RETRY: "NA", PAGINATION: "NA" } })).toContain(
    "Nothing is required",
  );
});
