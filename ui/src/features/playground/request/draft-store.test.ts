import { forgetOldDraft, loadTarget, saveTarget, takeOldDraft } from "./draft-store";

describe("drafts of before there were tabs", () => {
  beforeEach(() => localStorage.clear());

  it("are there again, each under its project and operation", () => {
    localStorage.setItem("fairlead.draft.p1.op_1", '{"operationId":"op_1"}');
    expect(takeOldDraft("p1", "op_1")).toEqual({ operationId: "op_1" });
    expect(takeOldDraft("p2", "op_1")).toBeNull();
    forgetOldDraft("p1", "op_1");
    expect(takeOldDraft("p1", "op_1")).toBeNull();
    localStorage.setItem("fairlead.draft.p1.op_1", "{broken");
    expect(takeOldDraft("p1", "op_1")).toBeNull();
  });

  it("go where requests went last", () => {
    expect(loadTarget("p1")).toBeNull();
    saveTarget("p1", { kind: "environment", id: "e" });
    expect(loadTarget("p1")).toEqual({ kind: "environment", id: "e" });
  });
});
