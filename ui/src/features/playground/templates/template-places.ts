// The places of a draft that have values.
import type { Draft } from "@/api/types";
import { Exact, jsonOf, parseJson } from "@/lib/json-text";

/** A name as a segment of a JSON pointer. */
export const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");
/** The lists of fields of a draft. */
export const LISTS = ["query", "headers", "cookies"] as const;

/** What is done to each value of a JSON body; a text in return is put there as it is. */
export type Visit = (at: string, value: unknown) => string | null;

/** A JSON value as text, each value as a visit says. */
export function written(value: unknown, at: string, visit: Visit): string {
  if (value !== null && typeof value === "object" && !(value instanceof Exact)) {
    const inside = Object.entries(value).map(([name, v]) => {
      const text = written(v, `${at}/${escaped(name)}`, visit);
      return Array.isArray(value) ? text : `${JSON.stringify(name)}:${text}`;
    });
    return Array.isArray(value) ? `[${inside.join(",")}]` : `{${inside.join(",")}}`;
  }
  return visit(at, value) ?? jsonOf(value);
}

/** The body, where it is JSON. */
export function jsonBody(draft: Draft): { value: unknown } | null {
  const body = draft.body;
  if (!body || body.text == null || !/json/i.test(body.contentType)) return null;
  try {
    return { value: parseJson(body.text) };
  } catch {
    return null;
  }
}
