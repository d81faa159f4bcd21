import { bind, conflictsOf, keysOf, resetKeys, useBindings } from "./bindings";
import { COMMAND_IDS } from "./commands";

beforeEach(() => resetKeys());

test("no command has the keys of another from the start", () => {
  expect(COMMAND_IDS.filter((id) => conflictsOf(id, keysOf(id)).length > 0)).toEqual([]);
});

test("chosen keys are kept, and given back", () => {
  bind("create", "n");
  expect(keysOf("create")).toBe("n");
  expect(JSON.parse(localStorage.getItem("fairlead.keys") ?? "")).toEqual({ create: "n" });
  resetKeys("create");
  expect(keysOf("create")).toBe("c");
  expect(useBindings.getState().bound).toEqual({});
});

test("the same keys are in the way, and so are those that begin others", () => {
  expect(conflictsOf("create", "j")).toEqual(["list-next"]);
  expect(conflictsOf("create", "g p")).toEqual(["go-projects"]);
  expect(conflictsOf("create", "g")).toContain("go-projects");
  expect(conflictsOf("go-home", "c d")).toEqual(["create"]);
  expect(conflictsOf("create", "mod+j")).toEqual([]);
});

test("who takes keys takes them from who had them", () => {
  bind("create", "j");
  expect(keysOf("list-next")).toBe("");
  // Giving one its own back takes them from the other.
  resetKeys("list-next");
  expect(keysOf("list-next")).toBe("j");
  expect(keysOf("create")).toBe("");
});
