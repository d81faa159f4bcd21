import { expect, test } from "vitest";
import { failureFilter, failureName, problemName } from "./failure";

const alike = {
  operationId: "op_1",
  status: 429,
  category: "RATE_LIMIT",
  problem: "request/body/required",
};

test("a failure is called by status and kind, a broken rule by its place", () => {
  expect(failureName(alike)).toBe("429 rate limit");
  expect(failureName({ ...alike, status: null, category: null })).toBe("no answer contract");
  expect(problemName(alike.problem)).toBe("request body: something required is missing");
  expect(problemName("request/security/missing-credentials")).toBe("credentials are missing");
  expect(problemName("request/body/dependentRequired")).toBe("request body: dependentRequired");
});

test("a failure's traces are found by what it has, and nothing it has not", () => {
  expect(failureFilter(alike, { period: "7d" })).toBe(
    "period=7d&errors=true&operation=op_1&status=429&category=RATE_LIMIT&problem=request%2Fbody%2Frequired",
  );
  const none = { operationId: null, status: null, category: null, problem: null };
  expect(failureFilter(none)).toBe("errors=true");
});
