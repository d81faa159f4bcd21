// A draft with fields: `{{name}}` stands where a value is asked for when it is opened.
import type { Draft } from "@/api/types";
import { indentJson } from "@/lib/json-text";
import { escaped, jsonBody, LISTS, written } from "./template-places";

/** A sign of private use, which no body has. */
const HELD = "\uf8ff";

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
