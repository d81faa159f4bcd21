// JSON as text: set in lines without being read, so that every number stays as it was written.

const SPACE = /\s/;

/** JSON in lines of two spaces a level; what is no JSON comes out readable, not right. */
export function indentJson(text: string): string {
  const out: string[] = [];
  let level = 0;
  let at = 0;
  const line = () => `\n${"  ".repeat(level)}`;
  while (at < text.length) {
    const sign = text[at] ?? "";
    if (sign === '"') {
      const end = endOfString(text, at);
      out.push(text.slice(at, end));
      at = end;
      continue;
    }
    at++;
    if (SPACE.test(sign)) continue;
    if (sign === "{" || sign === "[") {
      const next = afterSpace(text, at);
      if (text[next] === (sign === "{" ? "}" : "]")) {
        out.push(sign, text[next] ?? "");
        at = next + 1;
      } else {
        level++;
        out.push(sign, line());
      }
    } else if (sign === "}" || sign === "]") {
      level = Math.max(0, level - 1);
      out.push(line(), sign);
    } else if (sign === ",") out.push(",", line());
    else if (sign === ":") out.push(": ");
    else out.push(sign);
  }
  return out.join("");
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACE.test(text[at] ?? "")) at++;
  return at;
}

/** A number that JavaScript would round: its digits as they were written. */
export class Exact {
  constructor(readonly digits: string) {}
}

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

/** A JSON value; numbers that would be rounded are kept by their digits where that can be known. */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const exact: Reviver = (_, value, context) =>
    typeof value === "number" &&
    context?.source &&
    !Number.isSafeInteger(value) &&
    String(value) !== context.source
      ? new Exact(context.source)
      : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

/** A value as JSON text. */
export function jsonOf(value: unknown): string {
  if (value instanceof Exact) return value.digits;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const inside = Array.isArray(value)
    ? value.map(jsonOf)
    : Object.entries(value).map(([name, v]) => `${JSON.stringify(name)}:${jsonOf(v)}`);
  return Array.isArray(value) ? `[${inside.join(",")}]` : `{${inside.join(",")}}`;
}
