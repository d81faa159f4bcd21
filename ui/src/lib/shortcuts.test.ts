import { renderHook } from "@testing-library/react";
import { bind, resetKeys, setSingleKeys } from "./bindings";
import type { CommandId } from "./commands";
import { listen, useShortcut, useShortcuts } from "./shortcuts";

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

let stop: () => void;
beforeEach(() => {
  stop = listen();
  setSingleKeys(true);
  resetKeys();
});
afterEach(() => {
  stop();
  document.body.replaceChildren();
  useShortcuts.setState({ live: [], recording: false });
});

function register(id: CommandId, enabled = true) {
  const run = vi.fn();
  const hook = renderHook(() => useShortcut(id, run, enabled));
  return { run, ...hook };
}

function add(tag: string, attributes: Record<string, string> = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

test("a command runs by its keys, and no longer once its component is gone", () => {
  const { run, unmount } = register("palette");
  expect(press("k", { ctrlKey: true }).defaultPrevented).toBe(true);
  press("k", { metaKey: true });
  expect(run).toHaveBeenCalledTimes(2);
  unmount();
  press("k", { ctrlKey: true });
  expect(run).toHaveBeenCalledTimes(2);
  expect(useShortcuts.getState().live).toEqual([]);
});

test("the newest of two wins, and the older is there again after it", () => {
  const page = register("next-problem");
  const pane = register("next-problem");
  press("F8");
  expect(pane.run).toHaveBeenCalledTimes(1);
  pane.unmount();
  press("F8");
  expect(page.run).toHaveBeenCalledTimes(1);
});

test("a command that is off does not run", () => {
  const { run } = register("create", false);
  press("c");
  expect(run).not.toHaveBeenCalled();
});

test("two keys one after the other", () => {
  const { run } = register("go-projects");
  press("p");
  expect(run).not.toHaveBeenCalled();
  press("g");
  press("p");
  expect(run).toHaveBeenCalledTimes(1);
});

test("keys that a person chose take the place of those from the start", () => {
  const { run } = register("create");
  bind("create", "alt+n");
  press("c");
  expect(run).not.toHaveBeenCalled();
  press("n", { altKey: true, code: "KeyN" });
  expect(run).toHaveBeenCalledTimes(1);
});

test("nothing runs while keys are recorded", () => {
  const { run } = register("palette");
  useShortcuts.setState({ recording: true });
  press("k", { ctrlKey: true });
  expect(run).not.toHaveBeenCalled();
});

test("single keys are letters while writing; combinations still work there", () => {
  const single = register("create");
  const combined = register("send");
  const field = add("input");
  press("c", {}, field);
  press("Enter", { ctrlKey: true }, field);
  expect(single.run).not.toHaveBeenCalled();
  expect(combined.run).toHaveBeenCalledTimes(1);
});

test("Space presses a button, and peeks where the button is a row", () => {
  const { run } = register("list-peek");
  expect(press(" ", {}, add("button")).defaultPrevented).toBe(false);
  expect(run).not.toHaveBeenCalled();
  press(" ", {}, add("button", { "data-row": "0" }));
  press(" ");
  expect(run).toHaveBeenCalledTimes(2);
});

test("single keys can be switched off, combinations and function keys cannot", () => {
  const single = register("help");
  const combined = register("palette");
  const pane = register("next-pane");
  setSingleKeys(false);
  press("?", { shiftKey: true });
  press("k", { ctrlKey: true });
  press("F6");
  expect(single.run).not.toHaveBeenCalled();
  expect(combined.run).toHaveBeenCalledTimes(1);
  expect(pane.run).toHaveBeenCalledTimes(1);
});

test("behind a dialog single keys do nothing, beside a quick look they do", () => {
  const { run } = register("list-next");
  const dialog = add("div", { role: "dialog" });
  press("j");
  expect(run).not.toHaveBeenCalled();
  dialog.setAttribute("data-peek", "");
  press("j");
  expect(run).toHaveBeenCalledTimes(1);
});
