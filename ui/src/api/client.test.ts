import type { Answer, Call } from "@/platform/transport";
import { ApiFailure, api } from "./client";

const { call } = vi.hoisted(() => ({ call: vi.fn<(call: Call) => Promise<Answer>>() }));
vi.mock("@/platform/transport", () => ({ transport: Promise.resolve({ call }) }));

function answer(status: number, body: unknown, type = "application/json"): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = new Map(text ? [["content-type", type]] : []);
  return { status, headers, body: new TextEncoder().encode(text) };
}

async function failureOf(promise: Promise<unknown>): Promise<ApiFailure> {
  const caught = await promise.catch((error: unknown) => error);
  expect(caught).toBeInstanceOf(ApiFailure);
  return caught as ApiFailure;
}

test("a body goes out as JSON, and JSON comes back as a value", async () => {
  call.mockResolvedValueOnce(answer(201, { id: "1" }));
  expect(await api.post("/projects", { name: "Müller" })).toEqual({ id: "1" });
  const sent = call.mock.lastCall?.[0];
  expect(sent?.method).toBe("POST");
  expect(sent?.path).toBe("/v1/projects");
  expect(sent?.headers).toContainEqual(["content-type", "application/json"]);
  expect(new TextDecoder().decode(sent?.body)).toBe('{"name":"Müller"}');
});

test("a text stays a text, and nothing stays nothing", async () => {
  call.mockResolvedValueOnce(answer(200, "openapi: 3.1.0", "text/plain"));
  expect(await api.get("/files")).toBe("openapi: 3.1.0");
  call.mockResolvedValueOnce(answer(204, ""));
  expect(await api.del("/projects/1")).toBeUndefined();
});

test("a failure keeps its cause, hint, places and request id", async () => {
  const details = [{ message: "no such file", file: "api.yaml", line: 3, pointer: "/paths" }];
  call.mockResolvedValueOnce(
    answer(422, {
      error: "spec_unreadable",
      message: "api.yaml is no API description",
      details,
      hint: "Pick another file",
      requestId: "r-1",
      timestamp: "2026-01-01T00:00:00Z",
    }),
  );
  const failure = await failureOf(api.post("/imports", {}));
  expect(failure).toMatchObject({
    status: 422,
    code: "spec_unreadable",
    message: "api.yaml is no API description",
    hint: "Pick another file",
    details,
    requestId: "r-1",
  });
});

test("details may be missing", async () => {
  call.mockResolvedValueOnce(answer(404, { error: "not_found", message: "gone", details: null }));
  expect((await failureOf(api.get("/projects/1"))).details).toEqual([]);
});

test("an answer that is not ours is still told", async () => {
  call.mockResolvedValueOnce(answer(502, "<h1>Bad gateway</h1>", "text/html"));
  const failure = await failureOf(api.get("/projects"));
  expect(failure).toMatchObject({ status: 502, code: "failed" });
  expect(failure.message).toContain("502");
});

test("without a session the hint says where the address is", async () => {
  call.mockResolvedValueOnce(answer(401, "", "text/plain"));
  expect((await failureOf(api.get("/projects"))).hint).toContain("fairlead serve");
});

test("nobody there is told as such", async () => {
  call.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  expect(await failureOf(api.get("/projects"))).toMatchObject({ status: 0, code: "unreachable" });
});

test("what was called off is no failure of the program", async () => {
  const off = new AbortController();
  off.abort();
  call.mockRejectedValueOnce(new DOMException("aborted", "AbortError"));
  await expect(api.get("/projects", off.signal)).rejects.toThrow("aborted");
});
