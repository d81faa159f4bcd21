import type { Trace } from "@/api/types";
import { shortPath } from "../tabs/short-path";
import { placeOf, rowsByDay } from "./history-rows";

const at = (day: number, hour: number) =>
  ({ id: `${day}-${hour}`, startedAt: new Date(2026, 4, day, hour).toISOString() }) as Trace;

describe("the history", () => {
  it("is grouped by day", () => {
    const rows = rowsByDay([at(9, 15), at(9, 0), at(8, 23), at(1, 1)], new Date(2026, 4, 9, 16));
    expect(rows.map((r) => ("day" in r ? r.day : r.id))).toEqual([
      "Today",
      "9-15",
      "9-0",
      "Yesterday",
      "8-23",
      expect.stringContaining("May"),
      "1-1",
    ]);
  });

  it("says where a request went", () => {
    const names = new Map([["e", "Staging"]]);
    const trace = { url: "https://api.test:8/x", environmentId: null, mockId: null } as Trace;
    expect(placeOf({ ...trace, environmentId: "e" }, names)).toBe("Staging");
    expect(placeOf({ ...trace, mockId: "m" }, names)).toBe("Mock");
    expect(placeOf(trace, names)).toBe("api.test:8");
  });
});

describe("a short path", () => {
  it("is the end that tells it from others", () => {
    expect(shortPath("/ships")).toBe("/ships");
    expect(shortPath("/ships/{id}")).toBe("/ships/{id}");
    expect(shortPath("/v1/a/ships/{id}")).toBe("…/ships/{id}");
    expect(shortPath("/v1/a/ships")).toBe("…/ships");
  });
});
