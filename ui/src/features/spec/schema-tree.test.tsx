import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { childrenOf, SchemaTree, typeOf } from "./schema-tree";

describe("schemas in words", () => {
  it("name types, references and choices", () => {
    expect(typeOf({ type: ["string", "null"] })).toBe("string | null");
    expect(typeOf({ $ref: "#/schemas/a~1b" })).toBe("a/b");
    expect(typeOf({ enum: ["x", 1] })).toBe('"x" | 1');
    expect(typeOf({ type: "array", items: { type: "integer", format: "int32" } })).toBe(
      "array of integer (int32)",
    );
  });

  it("list their parts", () => {
    const children = childrenOf({ required: ["a"], properties: { a: {}, b: {} }, oneOf: [{}, {}] });
    expect(children.map((c) => [c.name, c.required])).toEqual([
      ["a", true],
      ["b", false],
      ["oneOf 1", false],
      ["oneOf 2", false],
    ]);
  });
});

describe("the tree", () => {
  afterEach(cleanup);

  it("opens a circle one step at a time", () => {
    const schemas = {
      Pier: { properties: { piers: { type: "array", items: { $ref: "#/schemas/Pier" } } } },
    };
    render(<SchemaTree schema={{ $ref: "#/schemas/Pier" }} schemas={schemas} />);
    expect(screen.getAllByRole("button")).toHaveLength(1);
    fireEvent.click(screen.getByRole("button", { name: /piers/ }));
    fireEvent.click(screen.getByRole("button", { name: /items/ }));
    expect(screen.getAllByRole("button", { name: /piers/ })).toHaveLength(2);
  });
});
