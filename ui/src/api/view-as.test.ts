import { afterEach, expect, test } from "vitest";
import { actingHeaders, useViewAs, viewAs } from "./view-as";

afterEach(() => viewAs(null));

test("only requests of the project are asked as somebody else", () => {
  expect(actingHeaders("/projects/p/traces")).toEqual([]);
  viewAs({ projectId: "p", partnerId: "acme", name: "Acme" });
  const field = [["fairlead-view-as", "acme"]];
  expect(actingHeaders("/projects/p")).toEqual(field);
  expect(actingHeaders("/projects/p/traces?limit=1")).toEqual(field);
  expect(actingHeaders("/projects/pq/traces")).toEqual([]);
  expect(actingHeaders("/projects")).toEqual([]);
  viewAs(null);
  expect(actingHeaders("/projects/p")).toEqual([]);
});

test("a window that is read anew looks as before", () => {
  viewAs({ projectId: "p", partnerId: "acme", name: "Acme" });
  expect(JSON.parse(sessionStorage.getItem("fairlead-view-as") ?? "").name).toBe("Acme");
  viewAs(null);
  expect(sessionStorage.getItem("fairlead-view-as")).toBeNull();
  expect(useViewAs.getState().as).toBeNull();
});
