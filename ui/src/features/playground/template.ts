// A draft with fields: `{{name}}` stands where a value is asked for when it is opened.
import type { Draft } from "@/api/types";
import { Exact, indentJson, jsonOf, parseJson } from "@/lib/json-text";

/** A value of a draft that can become a field. */
export interface Candidate {
  /** Its place, such as `path /id` or `body /ship/name`. */
  at: string;
  value: string;
}

export interface TemplateField {
  name: string;
  /** The value that it had when it was made. */
  sample: string;
}

/** Most values of a body that are offered. */
const MOST = 200;

/** A sign of private use, which no body has. */
const HELD = "\uf8ff";

const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");
const LISTS = ["query", "headers", "cookies"] as const;

/** What is done to each value of a JSON body; a text in return is put there as it is. */
type Visit = (at: string, value: unknown) => string | null;

function written(value: unknown, at: string, visit: Visit): string {
  if (value !== null && typeof value === "object" && !(value instanceof Exact)) {
    const inside = Object.entries(value).map(([name, v]) => {
      const text = written(v, `${at}/${escaped(name)}`, visit);
      return Array.isArray(value) ? text : `${JSON.stringify(name)}:${text}`;
    });
    return Array.isArray(value) ? `[${inside.join(",")}]` : `{${inside.join(",")}}`;
  }
  return visit(at, value) ?? jsonOf(value);
}

function jsonBody(draft: Draft): { value: unknown } | null {
  const body = draft.body;
  if (!body || body.text == null || !/json/i.test(body.contentType)) return null;
  try {
    return { value: parseJson(body.text) };
  } catch {
    return null;
  }
}

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

/** The draft with fields in the places that have a name. */
export function asTemplate(draft: Draft, names: Map<string, string>): Draft {
  const at = (place: string, value: string) => {
    const name = names.get(place);
    return name === undefined ? value : `{{${name}}}`;
  };
  const next: Draft = {
    ...draft,
    pathParams: Object.fromEntries(
      Object.entries(draft.pathParams ?? {}).map(([name, value]) => [
        name,
        at(`path /${escaped(name)}`, value),
      ]),
    ),
  };
  for (const list of LISTS)
    next[list] = draft[list]?.map((f, n) => ({
      ...f,
      value: at(`${list} ${n} ${f.name}`, f.value),
    }));
  const body = draft.body;
  if (body?.fields)
    next.body = {
      ...body,
      fields: body.fields.map((f, n) =>
        f.base64 == null ? { ...f, value: at(`field ${n} ${f.name}`, f.value ?? "") } : f,
      ),
    };
  const json = jsonBody(draft);
  if (body && json) {
    const marked = written(json.value, "", (place, value) => {
      const name = names.get(`body ${place}`);
      if (name === undefined) return null;
      // A field that is no text is no JSON: it is held as a text while the lines are set.
      return typeof value === "string" ? `"{{${name}}}"` : `"${HELD}${name}${HELD}"`;
    });
    const held = new RegExp(`"${HELD}(\\w+)${HELD}"`, "g");
    const text = indentJson(marked).replace(held, "{{$1}}");
    next.body = { ...body, text };
  }
  return next;
}

/** A text with its fields filled in; within a JSON text values are escaped. */
function filled(text: string, values: Map<string, string>, isJson: boolean): string {
  return text.replace(
    /(\\?"?)\{\{\s*(\w+)\s*\}\}/g,
    (whole, before: string, name: string, at: number) => {
      const value = values.get(name);
      if (value === undefined) return whole;
      if (!isJson || !isInText(text, at + before.length)) return before + value;
      return before + JSON.stringify(value).slice(1, -1);
    },
  );
}

/** Whether a place of a JSON text lies within a string. */
function isInText(text: string, place: number): boolean {
  let within = false;
  for (let at = 0; at < place; at++) {
    if (within && text[at] === "\\") at++;
    else if (text[at] === '"') within = !within;
  }
  return within;
}

/** The draft with values in place of its fields. */
export function fillTemplate(draft: Draft, values: Map<string, string>): Draft {
  const fill = (text: string) => filled(text, values, false);
  const fillRow = <T extends { value?: string }>(row: T): T => ({
    ...row,
    value: fill(row.value ?? ""),
  });
  const body = draft.body;
  const isJson = /json/i.test(body?.contentType ?? "");
  return {
    ...draft,
    pathParams: Object.fromEntries(
      Object.entries(draft.pathParams ?? {}).map(([name, value]) => [name, fill(value)]),
    ),
    query: draft.query?.map(fillRow),
    headers: draft.headers?.map(fillRow),
    cookies: draft.cookies?.map(fillRow),
    body: body && {
      ...body,
      text: body.text == null ? body.text : filled(body.text, values, isJson),
      fields: body.fields?.map((f) => (f.base64 == null ? fillRow(f) : f)),
    },
  };
}

const HEADING = "Fields:";

/** The fields as the description of a saved request has them: a list that a person can read. */
export const describeFields = (fields: TemplateField[]) =>
  [HEADING, ...fields.map((f) => `- \`${f.name}\`: ${JSON.stringify(f.sample)}`)].join("\n");

/** The fields that a description has. */
export function readFields(description: string | undefined): TemplateField[] {
  const at = description?.indexOf(HEADING) ?? -1;
  if (!description || at < 0) return [];
  return [...description.slice(at).matchAll(/^- `(\w+)`: ("(?:[^"\\]|\\.)*")$/gm)].map((m) => ({
    name: m[1] ?? "",
    sample: JSON.parse(m[2] ?? '""') as string,
  }));
}
