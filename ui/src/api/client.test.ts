import { ApiFailure, api } from "./client";

const answer = (status: number, body: string, type = "application/json") =>
  vi
    .spyOn(globalThis, "fetch")
    .mockResolvedValue(new Response(body, { status, headers: { "content-type": type } }));

describe("the API's failures", () => {
  afterEach(() => vi.restoreAllMocks());

  it("come as one shape", async () => {
    answer(
      404,
      JSON.stringify({
        error: "project_not_found",
        message: "There is no project.",
        details: null,
        hint: "List them.",
        requestId: "r1",
      }),
    );
    const failure = (await api.get("/projects/x").catch((e) => e)) as ApiFailure;
    expect(failure).toBeInstanceOf(ApiFailure);
    expect([
      failure.status,
      failure.code,
      failure.message,
      failure.hint,
      failure.requestId,
      failure.details,
    ]).toEqual([404, "project_not_found", "There is no project.", "List them.", "r1", []]);
  });

  it("say so where nothing answers", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("refused"));
    const failure = (await api.get("/health").catch((e) => e)) as ApiFailure;
    expect(failure.code).toBe("unreachable");
    expect(failure.hint).toContain("try again");
  });

  it("hold for answers that are no JSON too", async () => {
    answer(401, "nope", "text/plain");
    const failure = (await api.get("/projects").catch((e) => e)) as ApiFailure;
    expect(failure.status).toBe(401);
    expect(failure.hint).toContain("fairlead serve");
  });

  it("are none where texts are asked for", async () => {
    answer(200, "openapi: 3.1.0", "text/plain");
    expect(await api.get<string>("/x")).toBe("openapi: 3.1.0");
  });
});
