import type { TraceBody } from "@/api/types";
import { findIn, linesOf, placesWithin } from "@/lib/find-in";
import { Exact, indentJson, jsonOf, parseJson } from "@/lib/json-text";
import { readCsv, readEvents, readNdjson } from "@/lib/tables";
import { openedFirst, rowsOfJson } from "@/ui/body/json-rows";
import { bytesOf, fileNameOf, keptBytes, kindOf } from "./body-kind";

const body = (contentType: string | null, part: Partial<TraceBody> = {}): TraceBody => ({
  text: "",
  bytes: 1,
  truncated: false,
  contentType,
  ...part,
});

describe("JSON as text", () => {
  it("is set in lines as JSON.stringify would", () => {
    const value = { a: [1, { b: 'x"{,}:' }], c: {}, d: [], e: null };
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(indentJson(' { "a" :\n[ ] } ')).toBe('{\n  "a": []\n}');
  });

  it("keeps every digit, also of what was cut", () => {
    expect(indentJson('{"n":12345678901234567890,"f":1.10,"s":"cut he')).toBe(
      '{\n  "n": 12345678901234567890,\n  "f": 1.10,\n  "s": "cut he',
    );
  });

  it("is read with exact numbers", () => {
    const read = parseJson('{"n":12345678901234567890,"m":5}') as Record<string, unknown>;
    expect(read.m).toBe(5);
    // Where the engine tells the source of a number.
    if (read.n instanceof Exact) expect(jsonOf(read)).toBe('{"n":12345678901234567890,"m":5}');
  });
});

describe("the tree of a JSON value", () => {
  it("has rows for what is open, with pointers and paths", () => {
    const value = { "a/b": [{ "x~y": 1 }], name: "n" };
    const all = rowsOfJson(value, openedFirst(value));
    expect(all.map((r) => [r.pointer, r.path, r.level])).toEqual([
      ["", "$", 1],
      ["/a~1b", '$["a/b"]', 2],
      ["/a~1b/0", '$["a/b"][0]', 3],
      ["/a~1b/0/x~0y", '$["a/b"][0]["x~y"]', 4],
      ["/name", "$.name", 2],
    ]);
    expect(rowsOfJson(value, new Set([""])).map((r) => r.pointer)).toEqual(["", "/a~1b", "/name"]);
  });

  it("of much is open only a little", () => {
    const value = Array.from({ length: 50_000 }, (_, n) => ({ n, deep: { deeper: [n] } }));
    const open = openedFirst(value);
    expect(open.size).toBe(1);
    expect(rowsOfJson(value, open)).toHaveLength(50_001);
  });
});

describe("tables", () => {
  it("are read from CSV with quotes", () => {
    expect(readCsv('a,b\r\n"1,2","say ""hi""\nthere"\r\n\r\n3,')).toEqual({
      columns: ["a", "b"],
      rows: [
        ["1,2", 'say "hi"\nthere'],
        ["3", ""],
      ],
    });
    expect(readCsv("a\tb\n1\t2", "\t").rows).toEqual([["1", "2"]]);
  });

  it("are read from lines of JSON by the union of their names", () => {
    expect(readNdjson('{"a":1}\n{"b":"x","a":null}\n7\n{cut')).toEqual({
      columns: ["a", "b", "value", "not JSON"],
      rows: [
        ["1", "", "", ""],
        ["null", "x", "", ""],
        ["", "", "7", ""],
        ["", "", "", "{cut"],
      ],
    });
  });

  it("are read from server-sent events", () => {
    expect(readEvents(": hello\n\nevent: tick\nid: 1\ndata: a\ndata:b\n\ndata: later\n\n")).toEqual(
      [
        { event: "tick", data: "a\nb", id: "1" },
        { event: "message", data: "later", id: "1" },
      ],
    );
  });
});

describe("searching a text", () => {
  it("finds words as they are, whatever their case", () => {
    expect(findIn("a.b A.B axb", "a.b")).toEqual([
      [0, 3],
      [4, 7],
    ]);
    expect(findIn("abc", "")).toEqual([]);
  });

  it("knows the lines and what lies in them", () => {
    const lines = linesOf(`ab\n${"x".repeat(4500)}\n`);
    expect(lines.map((l) => [l.from, l.text.length])).toEqual([
      [0, 2],
      [3, 2000],
      [2003, 2000],
      [4003, 500],
      [4504, 0],
    ]);
    expect(
      placesWithin(
        [
          [0, 2],
          [5, 9],
          [20, 21],
        ],
        8,
        20,
      ),
    ).toEqual([[5, 9]]);
  });
});

describe("a body", () => {
  it("is what its media type says", () => {
    expect(kindOf(body("application/problem+json; charset=utf-8"))).toBe("json");
    expect(kindOf(body("application/x-ndjson"))).toBe("ndjson");
    expect(kindOf(body("image/svg+xml"))).toBe("image");
    expect(kindOf(body("text/event-stream"))).toBe("events");
    expect(kindOf(body(null, { text: ' {"a":1}' }))).toBe("json");
    expect(kindOf(body("application/zip", { text: null, base64: "AA==" }))).toBe("bytes");
  });

  it("is saved under a name that fits, byte by byte", () => {
    expect(fileNameOf(body("image/png", { base64: "" }))).toBe("response.png");
    expect(fileNameOf(body("application/xml"))).toBe("response.xml");
    expect([...bytesOf(body("image/png", { base64: "AP8=" }))]).toEqual([0, 255]);
    expect(keptBytes(body("text/plain", { text: "é" }))).toBe(2);
    expect(keptBytes(body("image/png", { base64: "AP8=" }))).toBe(2);
  });
});
