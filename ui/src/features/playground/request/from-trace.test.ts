import type { Draft, TraceDetail } from "@/api/types";
import { fromTrace, pathValues } from "./from-trace";

const sample: Draft = {
  operationId: "op_1",
  pathParams: { id: "7" },
  query: [],
  headers: [{ name: "X-Sample", value: "1", enabled: true }],
  cookies: [],
  body: { contentType: "application/json", text: '{"a":0,"pin":"1234"}' },
  useCredentials: true,
};
const trace = (part: object, request: object = {}) =>
  ({
    path: "/v1/bookings/a%2Fb?state=confirmed&state=arrived&key=••••••",
    pathTemplate: "/bookings/{id}",
    ...part,
    request: { method: "POST", headers: [], body: null, ...request },
  }) as unknown as TraceDetail;
const json = (text: string) => ({
  text,
  contentType: "application/json",
  bytes: text.length,
  truncated: false,
});

describe("a draft of a kept exchange", () => {
  it("has its path, query, headers and cookies, but nothing that was masked", () => {
    const made = fromTrace(
      sample,
      trace(
        {},
        {
          headers: [
            { name: "host", value: "h" },
            { name: "X-Office", value: "Oslo" },
            { name: "Authorization", value: "Bearer ••••••" },
            { name: "Cookie", value: "theme=dark; session=••••••" },
          ],
        },
      ),
    );
    expect(made.draft.pathParams).toEqual({ id: "a/b" });
    expect(made.draft.query).toEqual([
      { name: "state", value: "confirmed", enabled: true },
      { name: "state", value: "arrived", enabled: true },
    ]);
    expect(made.draft.headers).toEqual([{ name: "X-Office", value: "Oslo", enabled: true }]);
    expect(made.draft.cookies).toEqual([{ name: "theme", value: "dark", enabled: true }]);
    expect(made.draft.body).toBeNull();
    expect(made.leftOut).toEqual(["query key", "header Authorization", "cookie session"]);
  });

  it("has its body; masked texts in it are those of the sample, or are gone", () => {
    const whole = fromTrace(sample, trace({}, { body: json('{"a":1}') }));
    expect(whole.draft.body).toEqual({ contentType: "application/json", text: '{"a":1}' });
    const masked = fromTrace(
      sample,
      trace({}, { body: json('{"a":1,"pin":"••••••","token":"••••••","n":null}') }),
    );
    expect(JSON.parse(masked.draft.body?.text ?? "")).toEqual({ a: 1, pin: "1234", n: null });
    expect(masked.leftOut).toEqual(["query key", "body /pin", "body /token"]);
  });

  it("says that a body which was cut is not there", () => {
    const made = fromTrace(sample, trace({}, { body: { ...json('{"a"'), truncated: true } }));
    expect(made.draft.body).toEqual(sample.body);
    expect(made.leftOut.at(-1)).toMatch(/beginning/);
  });

  it("reads the variables of a path by its template", () => {
    expect(pathValues("/a/{x}/b.{y}", "/base/a/1/b.2")).toEqual({ x: "1", y: "2" });
    expect(pathValues("/a/{x}", "/b/1")).toEqual({});
    expect(pathValues("/a/{x}", "/a/%zz")).toEqual({ x: "%zz" });
  });
});
