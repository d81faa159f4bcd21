import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** The part of IndexedDB that is used, in memory. */
function fakeBase(kept: Map<string, string>, broken = false) {
  const request = (result: unknown) => ({ result });
  return {
    open() {
      const asked: Record<string, unknown> = {
        result: {
          createObjectStore() {},
          close() {},
          transaction() {
            const transaction: Record<string, unknown> = {
              error: new Error("full"),
              objectStore: () => ({
                get: (key: string) => request(kept.get(key)),
                put: (value: string, key: string) => {
                  if (!broken) kept.set(key, value);
                  return request(key);
                },
                delete: (key: string) => request(kept.delete(key)),
              }),
            };
            setTimeout(() => (transaction[broken ? "onabort" : "oncomplete"] as () => void)());
            return transaction;
          },
        },
      };
      setTimeout(() => (asked.onsuccess as () => void)());
      return asked;
    },
  };
}

const LARGE = "x".repeat(2_000);
let kept: Map<string, string>;

beforeEach(() => {
  vi.resetModules();
  localStorage.clear();
  kept = new Map();
  vi.stubGlobal("indexedDB", fakeBase(kept));
  const set = Storage.prototype.setItem;
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(function (this: Storage, key, text) {
    if (text.length > 1_000) throw new DOMException("no room", "QuotaExceededError");
    set.call(this, key, text);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("what local storage has no room for is there after the page is opened anew", async () => {
  const first = await import("./roomy");
  const lost = vi.fn();
  first.keepText("a", "small", lost);
  expect(localStorage.getItem("a")).toBe("small");
  first.keepText("a", LARGE, lost);
  expect(first.keptText("a")).toBe(LARGE);
  first.keepText("a", `${LARGE}!`, lost);
  await vi.waitFor(() => expect(localStorage.getItem("a")).toMatch("elsewhere"));
  expect(kept.get("a")).toBe(`${LARGE}!`);

  vi.resetModules();
  const second = await import("./roomy");
  await second.readLarge();
  expect(second.keptText("a")).toBe(`${LARGE}!`);
  second.keepText("a", "small again", lost);
  expect(second.keptText("a")).toBe("small again");
  await vi.waitFor(() => expect(kept.size).toBe(0));
  second.keepText("a", LARGE, lost);
  second.forgetText("a");
  await vi.waitFor(() => expect(kept.size).toBe(0));
  expect(second.keptText("a")).toBeNull();
  expect(lost).not.toHaveBeenCalled();
});

test("where there is no room at all, that is told", async () => {
  vi.stubGlobal("indexedDB", fakeBase(kept, true));
  const { keepText, keptText } = await import("./roomy");
  const lost = vi.fn();
  keepText("a", LARGE, lost);
  await vi.waitFor(() => expect(lost).toHaveBeenCalled());
  expect(keptText("a"), "it lasts as long as the page").toBe(LARGE);
});
