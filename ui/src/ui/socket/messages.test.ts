import { expect, test } from "vitest";
import type { SocketMessage, TraceDetail } from "@/api/types";
import { filtered, prettyOf, saidBy, transcriptOf } from "./messages";

const message = (change: Partial<SocketMessage>): SocketMessage => ({
  number: 1,
  at: "2026-11-21T10:00:00Z",
  direction: "sent",
  kind: "text",
  bytes: 4,
  truncated: false,
  ...change,
});

test("a transcript is read line by line, and what was cut is left out", () => {
  const text = `${JSON.stringify(message({ text: "ahoy" }))}\n{"number":2,"te`;
  const trace = { url: "ws://x/", status: 101, response: { body: { text } } };
  expect(transcriptOf(trace as TraceDetail).map((m) => m.text)).toEqual(["ahoy"]);
  expect(transcriptOf({ ...trace, url: "http://x/" } as TraceDetail)).toEqual([]);
});

test("bytes are shown in hexadecimal, JSON in lines, other texts as they are", () => {
  expect(saidBy(message({ kind: "binary", base64: "AP8=" }))).toBe("00 ff");
  expect(prettyOf(message({ text: '{"a":1}' }))).toBe('{\n  "a": 1\n}');
  expect(prettyOf(message({ text: "{a}" }))).toBe("{a}");
});

test("messages are filtered by words and by where they went", () => {
  const all = [
    message({ text: "Ahoy" }),
    message({ direction: "received", text: "ahoy back" }),
    message({ direction: "received", kind: "ping", text: "there?" }),
  ];
  expect(filtered(all, { words: "AHOY", show: "all" })).toHaveLength(2);
  expect(filtered(all, { words: "", show: "received" })).toHaveLength(2);
  expect(filtered(all, { words: "", show: "control" })).toEqual([all[2]]);
  expect(filtered(all, { words: "", show: "all" })).toBe(all);
});
