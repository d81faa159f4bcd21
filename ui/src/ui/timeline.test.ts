import { describe, expect, it } from "vitest";
import { stretchesOf } from "./timeline";

const names = (timing: Parameters<typeof stretchesOf>[0]) =>
  stretchesOf(timing).map(({ label, start, took }) => [label, start, took]);

describe("the parts of an exchange", () => {
  it("are those of a request that was sent, with the rest after the first byte", () => {
    expect(names({ dnsMs: 1, connectMs: 2, firstByteMs: 4, totalMs: 10 })).toEqual([
      ["Finding the address", 0, 1],
      ["Connecting", 1, 2],
      ["Waiting for the first byte", 3, 4],
      ["Receiving the rest", 7, 3],
    ]);
  });

  it("are those that a mock has measured, and nothing is made up behind them", () => {
    expect(names({ receiveMs: 1, decideMs: 2, holdMs: 100, totalMs: 103.5 })).toEqual([
      ["Receiving the request", 0, 1],
      ["Checking it, making the answer", 1, 2],
      ["Held back on purpose", 3, 100],
    ]);
  });

  it("are none where nothing but the whole was measured", () => {
    expect(names({ totalMs: 5 })).toEqual([]);
  });
});
