import type { TraceDetail } from "@/api/types";
import { curlOf } from "./curl";
import { toQuery } from "./filters";

describe("filters of the address", () => {
  it("become the query of the API", () => {
    expect(
      toQuery({ method: "POST", status: "4xx", errors: "true", q: "a b", operation: "op_1" }),
    ).toBe("method=POST&status=4xx&errors=true&q=a+b&operationId=op_1");
  });

  it("that are empty or unknown are left out", () => {
    expect(toQuery({ method: "", theme: "dark" })).toBe("");
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
        ],
        body: { text: "it's", bytes: 4, truncated: false, contentType: "text/plain" },
      },
    } as unknown as TraceDetail;
    expect(curlOf(trace)).toBe(
      "curl -X POST 'http://127.0.0.1:4010/a?b=c' \\\n  -H 'content-type: text/plain' \\\n  --data-raw 'it'\\''s'",
    );
  });
});
