import type { Draft } from "@/api/types";
import { keptOf } from "./kept-drafts";
import { closeTab, duplicateTab, openTab, reopenTab } from "./tab-actions";
import { keepDraft, readTabs, tabsOf } from "./tab-store";
import { tabAt } from "./use-open-tab";

const draft: Draft = { operationId: "op_1", pathParams: { id: "7" }, useCredentials: true };
const ids = () => tabsOf("p").map((t) => t.id);

describe("open requests", () => {
  beforeEach(() => {
    localStorage.clear();
    readTabs();
  });

  it("are found before they are made", () => {
    const first = openTab("p", { operationId: "op_1" });
    expect(openTab("p", { operationId: "op_1" })).toBe(first);
    const saved = openTab("p", { operationId: "op_1", savedId: "s1" });
    const traced = openTab("p", { operationId: "op_1", from: "t1" });
    expect(new Set([first.id, saved.id, traced.id]).size).toBe(3);
    expect(traced.traceId).toBe("t1");
    expect(openTab("p", { operationId: "op_1", from: "t1" }).id).toBe(traced.id);
    expect(tabsOf("q")).toEqual([]);
  });

  it("are there again after the program was ended, with their drafts", () => {
    const { id } = openTab("p", { operationId: "op_1" });
    keepDraft("p", id, draft, true);
    keepDraft("p", id, { ...draft, pathParams: { id: "8" } });
    readTabs();
    expect(tabsOf("p")).toMatchObject([{ id, operationId: "op_1", edited: true }]);
    expect(keptOf(id)?.draft.pathParams).toEqual({ id: "8" });
  });

  it("keep no password that was typed, and the variable that stands for one", () => {
    const { id } = openTab("p", { operationId: "op_1" });
    const put = (password: string) =>
      keepDraft("p", id, { ...draft, basic: { username: "ada", password } });
    put("{{pier}}x");
    expect(keptOf(id)?.draft.basic?.password).toBe("{{pier}}x");
    readTabs();
    expect(keptOf(id)?.draft.basic).toEqual({ username: "ada", password: "" });
    put("{{pier}}");
    readTabs();
    expect(keptOf(id)?.draft.basic?.password).toBe("{{pier}}");
  });

  it("are edited only where they differ; another target is no edit", () => {
    const { id } = openTab("p", { operationId: "op_1" });
    const edited = () => tabsOf("p")[0]?.edited ?? false;
    keepDraft("p", id, draft, true);
    keepDraft("p", id, { ...draft, target: { kind: "mock" } });
    expect(edited()).toBe(false);
    keepDraft("p", id, { ...draft, useCredentials: false });
    expect(edited()).toBe(true);
    keepDraft("p", id, draft);
    expect(edited()).toBe(false);
  });

  it("that are closed can be opened again at their place", () => {
    const [a, b, c] = ["op_1", "op_2", "op_3"].map((operationId) => openTab("p", { operationId }));
    keepDraft("p", b?.id ?? "", draft, true);
    expect(closeTab("p", b?.id ?? "")).toBe(c);
    expect(keptOf(b?.id ?? "")).toBeNull();
    expect(ids()).toEqual([a?.id, c?.id]);
    expect(reopenTab("p")?.id).toBe(b?.id);
    expect(ids()).toEqual([a?.id, b?.id, c?.id]);
    expect(keptOf(b?.id ?? "")?.draft).toEqual(draft);
    expect(reopenTab("p")).toBeUndefined();
  });

  it("are doubled beside themselves", () => {
    const a = openTab("p", { operationId: "op_1", savedId: "s" });
    openTab("p", { operationId: "op_2" });
    keepDraft("p", a.id, draft, true);
    const made = duplicateTab("p", a.id);
    expect(ids()[1]).toBe(made?.id);
    expect(made?.savedId).toBeUndefined();
    keepDraft("p", made?.id ?? "", { ...draft, useCredentials: false });
    expect(keptOf(a.id)?.draft).toEqual(draft);
  });

  it("survive a damaged list", () => {
    localStorage.setItem(
      "fairlead.tabs.p",
      '{"tabs":[{"id":1},null,{"id":"a","operationId":"x"}]}',
    );
    localStorage.setItem("fairlead.tabs.q", "{broken");
    localStorage.setItem("fairlead.tab.a", "[]");
    readTabs();
    expect(ids()).toEqual(["a"]);
    expect(tabsOf("q")).toEqual([]);
    expect(keptOf("a")).toBeNull();
  });
});

describe("the address", () => {
  const tabs = [
    { id: "a", operationId: "x" },
    { id: "b", operationId: "x", savedId: "s" },
  ];
  it("names a tab, unless what else it says belongs elsewhere", () => {
    expect(tabAt(tabs, { tab: "a", operation: "x" })?.id).toBe("a");
    expect(tabAt(tabs, { tab: "a" })?.id).toBe("a");
    expect(tabAt(tabs, { tab: "b", operation: "x" })?.id).toBe("b");
    expect(tabAt(tabs, { tab: "b", operation: "x", saved: "s" })?.id).toBe("b");
    expect(tabAt(tabs, { tab: "a", operation: "y" })).toBeUndefined();
    expect(tabAt(tabs, { tab: "a", operation: "x", saved: "s" })).toBeUndefined();
    expect(tabAt(tabs, { tab: "a", operation: "x", trace: "t" })).toBeUndefined();
    expect(tabAt(tabs, { tab: "a", saved: "s" })).toBeUndefined();
  });
});
