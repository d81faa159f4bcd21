import type { Violation } from "@/api/types";
import { fieldOf, partOf, useReveal } from "./reveal";

const violation = (where: string, pointer: string) =>
  ({
    in: where,
    pointer,
    message: "m",
    schemaPointer: "",
    keyword: "k",
    severity: "error",
  }) as Violation;

describe("leading to a broken rule", () => {
  it("knows the tab and the field", () => {
    expect(partOf("header")).toBe("headers");
    expect(partOf("security")).toBe("auth");
    expect(partOf("body")).toBe("body");
    expect(fieldOf("/a~1b/0")).toBe("a/b");
  });

  it("goes from one to the next and round again", () => {
    const all = [violation("query", "/a"), violation("body", "/b")];
    const { next } = useReveal.getState();
    next(all);
    expect(useReveal.getState().target?.pointer).toBe("/a");
    next(all);
    expect(useReveal.getState().target?.pointer).toBe("/b");
    next(all);
    expect(useReveal.getState().target?.pointer).toBe("/a");
  });
});
