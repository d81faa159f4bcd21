import { isPlain, nameOf, readable } from "./keys";

const name = (key: string, init: KeyboardEventInit = {}) =>
  nameOf(new KeyboardEvent("keydown", { key, ...init }));

test("the names of key presses", () => {
  expect(name("K", { ctrlKey: true })).toBe("mod+k");
  expect(name("L", { metaKey: true, shiftKey: true })).toBe("mod+shift+l");
  expect(name("?", { shiftKey: true })).toBe("?");
  expect(name("F6")).toBe("f6");
  expect(name(" ")).toBe("space");
  expect(name("∆", { altKey: true, code: "KeyJ" })).toBe("alt+j");
  expect(name("Shift", { shiftKey: true })).toBe("");
});

test("what is typed with AltGr is no combination", () => {
  expect(name("/", { ctrlKey: true, altKey: true, modifierAltGraph: true })).toBe("/");
});

test("keys as people read them", () => {
  expect(readable("mod+k")).toMatch(/^(Ctrl |⌘)K$/);
  expect(readable("mod+shift+l")).toMatch(/^(Ctrl |⌘)(Shift |⇧)L$/);
  expect(readable("mod+enter")).toMatch(/^(Ctrl |⌘)Enter$/);
  expect(readable("g p")).toBe("G P");
  expect(readable("f6")).toBe("F6");
  expect(readable("space")).toBe("Space");
  expect(readable("")).toBe("");
});

test("which keys are letters in a text", () => {
  expect(["j", "g p", "?", "space", "shift+j"].map(isPlain)).toEqual(Array(5).fill(true));
  expect(["mod+k", "alt+n", "f8"].map(isPlain)).toEqual(Array(3).fill(false));
});
