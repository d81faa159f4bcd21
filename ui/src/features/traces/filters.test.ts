import type { TraceDetail } from "@/api/types";
import { curlOf } from "./curl";
import { timesOf, toQuery } from "./filters";
import { toLocal } from "./time-filter";

describe("filters of the address", () => {
  it("become the query of the API", () => {
    expect(
      toQuery({ method: "POST", status: "4xx", errors: "true", q: "a b", operation: "op_1" }),
    ).toBe("method=POST&status=4xx&errors=true&q=a+b&operationId=op_1");
  });

  it("that are empty or unknown are left out", () => {
    expect(toQuery({ method: "", theme: "dark" })).toBe("");
  });

  it("name times, and leave out what is none", () => {
    const from = "2026-11-20T00:00:00.000Z";
    expect(toQuery({ from, to: "tomorrow" })).toBe("from=2026-11-20T00%3A00%3A00.000Z");
    expect(timesOf({ from, method: "GET", period: "" })).toEqual({ from });
    expect(new Date(toLocal(from)).toISOString()).toBe(from);
    expect(toLocal("tomorrow")).toBe("");
  });
});

describe("a trace as a command", () => {
  it("keeps what is quoted within its quotes", () => {
    const trace = {
      request: {
        method: "POST",
        url: "http://127.0.0.1:4010/a?b=c",
        headers: [
          { name: "content-type", value: "text/plain" },
          { name: "Host", value: "127.0.0.1" },
          { name: "Accept-Encoding", value: "gzip" },
        ],
        body: { text: "it's", bytes: 4, truncated: false, contentType: "text/plain" },
      },
    } as unknown as TraceDetail;
    expect(curlOf(trace)).toBe(
      "curl -X POST 'http://127.0.0.1:4010/a?b=c' \\\n  -H 'content-type: text/plain' \\\n  --compressed \\\n  --data-raw 'it'\\''s'",
    );
  });
});
