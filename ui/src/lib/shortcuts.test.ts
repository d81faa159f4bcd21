import { renderHook } from "@testing-library/react";
import { listen, nameOf, readable, setSingleKeys, useShortcut, useShortcuts } from "./shortcuts";

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

let stop: () => void;
beforeEach(() => {
  stop = listen();
  setSingleKeys(true);
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
  useShortcuts.setState({ all: [] });
});

function register(keys: string, enabled = true) {
  const run = vi.fn();
  const hook = renderHook(() => useShortcut({ id: keys, label: keys, keys, run }, enabled));
  return { run, ...hook };
}

function input() {
  const field = document.createElement("input");
  document.body.append(field);
  return field;
}

test("a registered shortcut runs, and no longer once its component is gone", () => {
  const { run, unmount } = register("mod+k");
  expect(press("k", { ctrlKey: true }).defaultPrevented).toBe(true);
  press("k", { metaKey: true });
  expect(run).toHaveBeenCalledTimes(2);
  unmount();
  press("k", { ctrlKey: true });
  expect(run).toHaveBeenCalledTimes(2);
  expect(useShortcuts.getState().all).toEqual([]);
});

test("the newest of two with the same keys wins", () => {
  const page = register("/");
  const run = vi.fn();
  const pane = renderHook(() => useShortcut({ id: "pane", label: "Pane", keys: "/", run }));
  press("/");
  expect(run).toHaveBeenCalledTimes(1);
  pane.unmount();
  press("/");
  expect(page.run).toHaveBeenCalledTimes(1);
});

test("a shortcut that is off is not in the registry", () => {
  const { run } = register("c", false);
  press("c");
  expect(run).not.toHaveBeenCalled();
  expect(useShortcuts.getState().all).toEqual([]);
});

test("two keys one after the other", () => {
  const { run } = register("g p");
  press("p");
  expect(run).not.toHaveBeenCalled();
  press("g");
  press("p");
  expect(run).toHaveBeenCalledTimes(1);
});

test("single keys are letters while writing; combinations still work there", () => {
  const single = register("c");
  const combined = register("mod+enter");
  const field = input();
  press("c", {}, field);
  press("Enter", { ctrlKey: true }, field);
  expect(single.run).not.toHaveBeenCalled();
  expect(combined.run).toHaveBeenCalledTimes(1);
});

test("single keys can be switched off, combinations and function keys cannot", () => {
  const single = register("?");
  const combined = register("mod+k");
  const pane = register("f6");
  setSingleKeys(false);
  press("?", { shiftKey: true });
  press("k", { ctrlKey: true });
  press("F6");
  expect(single.run).not.toHaveBeenCalled();
  expect(combined.run).toHaveBeenCalledTimes(1);
  expect(pane.run).toHaveBeenCalledTimes(1);
});

test("behind a dialog single keys do nothing", () => {
  const { run } = register("c");
  const dialog = document.createElement("div");
  dialog.setAttribute("role", "dialog");
  document.body.append(dialog);
  press("c");
  expect(run).not.toHaveBeenCalled();
});

test("the names of key presses", () => {
  const name = (key: string, init: KeyboardEventInit = {}) =>
    nameOf(new KeyboardEvent("keydown", { key, ...init }));
  expect(name("K", { ctrlKey: true })).toBe("mod+k");
  expect(name("L", { metaKey: true, shiftKey: true })).toBe("mod+shift+l");
  expect(name("?", { shiftKey: true })).toBe("?");
  expect(name("F6")).toBe("f6");
});

test("keys as people read them", () => {
  expect(readable("mod+k")).toMatch(/^(Ctrl |⌘)K$/);
  expect(readable("mod+shift+l")).toMatch(/^(Ctrl |⌘)(Shift |⇧)L$/);
  expect(readable("g p")).toBe("G P");
  expect(readable("f6")).toBe("F6");
});
