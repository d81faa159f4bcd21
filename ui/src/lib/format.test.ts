import { bytes, clock, millis, paragraphs, plural, when } from "./format";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [13_000_000, "13.0 MB"],
])("%d bytes are %s", (count, text) => expect(bytes(count)).toBe(text));

test.each([
  [0.42, "0.4 ms"],
  [12.6, "13 ms"],
  [1500, "1.50 s"],
])("%d milliseconds are %s", (ms, text) => expect(millis(ms)).toBe(text));

test("one and many", () => {
  expect(plural(1, "schema")).toBe("1 schema");
  expect(plural(0, "schema")).toBe("0 schemas");
  expect(plural(2, "query", "queries")).toBe("2 queries");
});

test("lines broken by hand flow; paragraphs and lists stay", () => {
  expect(paragraphs("one\ntwo\n\nthree\n- a\n- b\n")).toBe("one two\n\nthree\n- a\n- b");
});

test("a time of today is a clock, one of another day says which", () => {
  const now = new Date(2026, 10, 21, 20, 0).getTime();
  const today = new Date(2026, 10, 21, 4, 58, 4).toISOString();
  const before = new Date(2026, 10, 20, 4, 58, 4).toISOString();
  const lastYear = new Date(2025, 10, 20, 4, 58, 4).toISOString();
  expect(when(today, now)).toBe(clock(today));
  expect(when(before, now)).toMatch(/20.*04:58:04$/);
  expect(when(before, now)).not.toMatch(/26/);
  expect(when(lastYear, now)).toMatch(/25.*04:58:04$/);
});
