// The values of a draft that can become fields of a template, and names for them.
import type { Draft } from "@/api/types";
import { jsonOf } from "@/lib/json-text";
import { escaped, jsonBody, LISTS, written } from "./template-places";

/** A value of a draft that can become a field. */
export interface Candidate {
  /** Its place, such as `path /id` or `body /ship/name`. */
  at: string;
  value: string;
}

/** Most values of a body that are offered. */
const MOST = 200;

const isField = (value: string) => /\{\{.*\}\}/.test(value);

/** The values that can become fields. */
export function candidatesOf(draft: Draft): Candidate[] {
  const found: Candidate[] = [];
  const offer = (at: string, value: string) => {
    if (!isField(value)) found.push({ at, value });
  };
  for (const [name, value] of Object.entries(draft.pathParams ?? {}))
    offer(`path /${escaped(name)}`, value);
  for (const list of LISTS)
    for (const [n, field] of (draft[list] ?? []).entries())
      if (field.enabled) offer(`${list} ${n} ${field.name}`, field.value);
  for (const [n, field] of (draft.body?.fields ?? []).entries())
    if (field.enabled !== false && field.base64 == null)
      offer(`field ${n} ${field.name}`, field.value ?? "");
  const json = jsonBody(draft);
  if (json) {
    written(json.value, "", (at, value) => {
      if (found.length < MOST)
        offer(`body ${at}`, typeof value === "string" ? value : jsonOf(value));
      return null;
    });
  }
  return found;
}

/** The last part of a place as a name for its field. */
export function nameFor(at: string, taken: Iterable<string>): string {
  const last = at.split(/[/ ]/).at(-1) ?? "";
  const plain = last.replaceAll("~1", "_").replaceAll("~0", "_").replace(/\W+/g, "_");
  const name = plain === "" || /^\d/.test(plain) ? `field_${plain || 1}` : plain;
  const known = new Set(taken);
  for (let n = 2; ; n++) {
    const tried = known.has(name) ? `${name}_${n}` : name;
    if (!known.has(tried)) return tried;
  }
}
