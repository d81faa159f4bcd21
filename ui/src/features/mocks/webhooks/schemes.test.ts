import { expect, test } from "vitest";
import type { Caught } from "@/api/types";
import { chips, fromScheme, OWN, SCHEMES, toScheme } from "./schemes";

test("a choice becomes a scheme and comes back", () => {
  for (const [name] of SCHEMES) {
    expect(fromScheme(toScheme(name, OWN))).toEqual({ name, own: OWN });
  }
  const own = { ...OWN, signs: "{timestamp}.{body}", timestampHeader: "X-Time" };
  expect(toScheme("generic", own)).toEqual({
    generic: { ...own, idHeader: null, timestampHeader: "X-Time" },
  });
});

test("what is wrong with a delivery is told in words", () => {
  const caught = (some: Partial<Caught>) =>
    chips({
      verdict: null,
      detected: null,
      payloadValid: null,
      duplicate: false,
      ...some,
    } as Caught);
  expect(caught({})).toEqual([["neutral", "not signed"]]);
  expect(caught({ detected: { scheme: null, header: "x-signature" } })).toEqual([
    ["neutral", "not checked"],
  ]);
  expect(
    caught({ verdict: { kind: "tooOld", seconds: 3 }, payloadValid: false, duplicate: true }),
  ).toEqual([
    ["err", "too old"],
    ["err", "payload invalid"],
    ["warn", "came before"],
  ]);
});
