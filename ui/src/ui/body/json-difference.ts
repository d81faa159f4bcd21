// Where two answers differ.
import type { TraceDetail } from "@/api/types";
import { Exact, jsonOf, parseJson } from "@/lib/json-text";

export interface Difference {
  part: "status" | "header" | "body";
  /** The name of the header, or the pointer (RFC 6901) within the body. */
  at: string;
  kind: "presence" | "type" | "value";
  /** Absent where there is nothing. */
  left?: unknown;
  right?: unknown;
}

/** Most differences that are told. */
export const MOST = 500;

const typeOf = (value: unknown) =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : value instanceof Exact
        ? "number"
        : typeof value;

const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** Where two JSON values differ, at most one more than are told. */
export function differencesOfJson(left: unknown, right: unknown): Difference[] {
  const found: Difference[] = [];
  const tell = (at: string, kind: Difference["kind"], pair: Partial<Difference>) =>
    found.push({ part: "body", at, kind, ...pair });
  const compare = (at: string, a: unknown, b: unknown) => {
    if (found.length > MOST) return;
    const type = typeOf(a);
    if (type !== typeOf(b)) tell(at, "type", { left: a, right: b });
    else if (type === "array" || type === "object") {
      const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
      for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
        const below = `${at}/${escaped(name)}`;
        if (!Object.hasOwn(one, name)) tell(below, "presence", { right: other[name] });
        else if (!Object.hasOwn(other, name)) tell(below, "presence", { left: one[name] });
        else compare(below, one[name], other[name]);
      }
    } else if (jsonOf(a) !== jsonOf(b)) tell(at, "value", { left: a, right: b });
  };
  compare("", left, right);
  return found;
}

/** Header fields that a client acts on. */
const MATTERS =
  /^(allow|cache-control|content-disposition|content-encoding|content-language|content-type|deprecation|link|location|retry-after|sunset|vary|www-authenticate|access-control-.*|(x-)?ratelimit.*)$/;

type Answer = TraceDetail["response"];

function headersOf(answer: Answer): Map<string, string> {
  const all = new Map<string, string>();
  for (const { name, value } of answer?.headers ?? []) {
    const key = name.toLowerCase();
    // Fields of one name are one list (RFC 9110, 5.3).
    if (MATTERS.test(key)) all.set(key, all.has(key) ? `${all.get(key)}, ${value}` : value);
  }
  return all;
}

const read = (text: string): { value: unknown } | null => {
  try {
    return { value: parseJson(text) };
  } catch {
    return null;
  }
};

/** Where two bodies differ: by pointer where both are JSON, else as a whole. */
export function differencesOfBodies(left: string | null, right: string | null): Difference[] {
  if (left === right) return [];
  if (left === null) return [{ part: "body", at: "", kind: "presence", right }];
  if (right === null) return [{ part: "body", at: "", kind: "presence", left }];
  const [one, other] = [read(left), read(right)];
  if (one && other) return differencesOfJson(one.value, other.value);
  return [{ part: "body", at: "", kind: one || other ? "type" : "value", left, right }];
}

export const textOfBody = (answer: Answer): string | null =>
  answer?.body && answer.body.bytes > 0 ? (answer.body.text ?? answer.body.base64 ?? null) : null;

/** Where an answer differs from another in what a client sees of it. */
export function differencesOfAnswers(
  left: Answer,
  right: Answer,
  ignoreValues = false,
): Difference[] {
  const found: Difference[] = [];
  if (left?.status !== right?.status)
    found.push({ part: "status", at: "", kind: "type", left: left?.status, right: right?.status });
  const [one, other] = [headersOf(left), headersOf(right)];
  for (const name of [...new Set([...one.keys(), ...other.keys()])].sort()) {
    const [a, b] = [one.get(name), other.get(name)];
    const kind = a === undefined || b === undefined ? "presence" : "value";
    if (a !== b) found.push({ part: "header", at: name, kind, left: a, right: b });
  }
  found.push(...differencesOfBodies(textOfBody(left), textOfBody(right)));
  return ignoreValues ? found.filter((d) => d.kind !== "value") : found;
}
