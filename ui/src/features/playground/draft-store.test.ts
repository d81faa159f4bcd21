import type { Draft, TraceDetail } from "@/api/types";
import { forgetDraft, fromTrace, loadDraft, saveDraft } from "./draft-store";

const draft: Draft = {
  operationId: "op_1",
  target: { kind: "mock" },
  pathParams: { id: "7" },
  query: [],
  headers: [],
  cookies: [],
  body: { contentType: "application/json", text: "{}" },
  useCredentials: true,
};

describe("drafts", () => {
  beforeEach(() => localStorage.clear());

  it("are there again, each under its project and operation", () => {
    saveDraft("p1", draft);
    expect(loadDraft("p1", "op_1")).toEqual(draft);
    expect(loadDraft("p2", "op_1")).toBeNull();
    expect(loadDraft("p1", "op_2")).toBeNull();
  });

  it("can be forgotten, and what is damaged is no draft", () => {
    saveDraft("p1", draft);
    forgetDraft("p1", "op_1");
    expect(loadDraft("p1", "op_1")).toBeNull();
    localStorage.setItem("fairlead.draft.p1.op_1", "{broken");
    expect(loadDraft("p1", "op_1")).toBeNull();
  });

  it("take query and body of a kept exchange", () => {
    const trace = {
      path: "/bookings?state=confirmed&state=arrived",
      request: {
        body: { text: '{"a":1}', contentType: "application/json", bytes: 7, truncated: false },
      },
    } as unknown as TraceDetail;
    const made = fromTrace(draft, trace);
    expect(made.query).toEqual([
      { name: "state", value: "confirmed", enabled: true },
      { name: "state", value: "arrived", enabled: true },
    ]);
    expect(made.body).toEqual({ contentType: "application/json", text: '{"a":1}' });
    expect(made.pathParams).toEqual({ id: "7" });
  });
});
