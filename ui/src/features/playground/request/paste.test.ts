import { expect, test } from "vitest";
import { isRequest } from "./paste";

test("commands and calls are told from addresses", () => {
  expect(isRequest("curl 'https://x'")).toBe(true);
  expect(isRequest("  $ curl --url https://x")).toBe(true);
  expect(isRequest('curl.exe ^"https://x^"')).toBe(true);
  expect(isRequest('await fetch("https://x", {})')).toBe(true);
  expect(isRequest("https://curl.se/docs")).toBe(false);
  expect(isRequest("https://x/fetch(1)")).toBe(false);
});
