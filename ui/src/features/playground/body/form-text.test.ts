import type { OperationDetail } from "@/api/types";
import { base64Of, fieldsOf, formKind, textOf } from "./form-text";
import { operationNames, readGraphql, takesGraphql, writeGraphql } from "./graphql";

describe("forms", () => {
  it("are read from text and written as text", () => {
    const contentType = "application/x-www-form-urlencoded";
    const fields = fieldsOf({ contentType, text: "a=1&b=x+y%26&a=2" });
    expect(fields?.map((f) => [f.name, f.value])).toEqual([
      ["a", "1"],
      ["b", "x y&"],
      ["a", "2"],
    ]);
    const off = (fields ?? []).map((f, n) => ({ ...f, enabled: n > 0 }));
    expect(textOf(contentType, off)?.text).toBe("b=x+y%26&a=2");
    expect(formKind("application/json")).toBeNull();
  });

  it("of many parts come through text unharmed", () => {
    const made = textOf("multipart/form-data", [
      { name: 'na"me', value: "två\r\nrader", enabled: true },
      { name: "file", fileName: "a.txt", base64: btoa("plain"), enabled: true },
      { name: "off", value: "x", enabled: false },
    ]);
    expect(made?.contentType).toMatch(/boundary=/);
    expect(made && fieldsOf(made)).toEqual([
      { name: 'na"me', value: "två\r\nrader", enabled: true, contentType: undefined },
      {
        name: "file",
        fileName: "a.txt",
        base64: btoa("plain"),
        enabled: true,
        contentType: "application/octet-stream",
      },
    ]);
  });

  it("of bytes stay bytes", () => {
    const bytes = new Uint8Array([0, 255, 13, 10, 128]);
    const field = { name: "f", fileName: "b", base64: base64Of(bytes), enabled: true };
    expect(textOf("multipart/form-data", [field])).toBeNull();
    expect(
      fieldsOf({ contentType: "multipart/form-data; boundary=x", text: "no parts" }),
    ).toBeNull();
    expect(fieldsOf({ contentType: "multipart/form-data", fields: [field] })).toEqual([field]);
  });
});

describe("GraphQL", () => {
  it("is read from a body and written back with what else there is", () => {
    const text =
      '{"query":"query A { a }","variables":{"n":1},"operationName":"A","extensions":{}}';
    const read = readGraphql(text);
    expect(read).toMatchObject({ query: "query A { a }", operationName: "A" });
    expect(JSON.parse(writeGraphql(read ?? ({} as never)) ?? "")).toEqual(JSON.parse(text));
    expect(read && writeGraphql({ ...read, variables: "{broken" })).toBeNull();
    expect(read && writeGraphql({ ...read, variables: "[1]" })).toBeNull();
    expect(readGraphql('{"a":1}')).toBeNull();
  });

  it("names its operations, but not those in texts and comments", () => {
    expect(
      operationNames('query A($q: String = "query No") { a } # query C\nmutation B { b }'),
    ).toEqual(["A", "B"]);
  });

  it("is known by the path or the schema", () => {
    const of = (path: string, schema: unknown) =>
      ({
        path,
        requestBody: { content: [{ mediaType: "application/json", schema, examples: [] }] },
        schemas: { G: { properties: { query: { type: "string" }, variables: {} } } },
      }) as unknown as OperationDetail;
    expect(takesGraphql(of("/graphql", {}), "application/json")).toBe(true);
    expect(takesGraphql(of("/api", { $ref: "#/schemas/G" }), "application/json")).toBe(true);
    expect(takesGraphql(of("/api", {}), "application/json")).toBe(false);
    expect(takesGraphql(of("/graphql", {}), "text/plain")).toBe(false);
  });
});
