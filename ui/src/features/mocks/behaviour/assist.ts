// What a behaviour file may say at the cursor, and what its words mean.
import { keysAt, nodeAt, type Path, type Place, placeAt } from "./place";
import { alternatives, type Schema, schemasAt, takes } from "./schema";

/** What can be written at a place. */
export interface Suggestion {
  label: string;
  kind: "key" | "value" | "name";
  /** A few words beside it. */
  detail?: string;
  about?: string;
  insert: string;
  from: number;
  to: number;
  /** Whether the next suggestions follow at once. */
  goesOn?: boolean;
}

/** What is told of the word under the pointer. */
export interface About {
  text: string;
  from: number;
  to: number;
}

/** Names that are known outside the file, by what the schema says that a text names. */
export type Names = Record<string, { name: string; about?: string }[]>;

export function complete(root: Schema, names: Names, text: string, offset: number): Suggestion[] {
  const place = placeAt(text, offset);
  if (!place) return [];
  // What is half written is no key that rules out alternatives.
  const rest = text.slice(0, place.from) + text.slice(place.to);
  const here = schemasAt(root, place.path, (at) =>
    same(at, place.path) ? place.siblings : keysAt(rest, at),
  );
  const found: Suggestion[] = [];
  if (place.role !== "value") found.push(...keys(root, here, place));
  if (place.role !== "key") found.push(...values(here, names, place));
  return [...new Map(found.map((one) => [one.label, one])).values()];
}

export function explain(root: Schema, text: string, offset: number): About | undefined {
  const node = nodeAt(text, offset);
  if (!node) return undefined;
  const here = schemasAt(root, node.path, (at) => keysAt(text, at));
  const exact = here.find((one) => !node.isKey && one.const === node.value && one.description);
  const words = exact?.description ?? here.find((one) => one.description)?.description;
  if (!words) return undefined;
  const more = node.isKey ? inShort(here) : "";
  return { text: more ? `${words}\n\n${more}` : words, from: node.from, to: node.to };
}

function keys(root: Schema, here: Schema[], place: Place): Suggestion[] {
  const found: Suggestion[] = [];
  for (const schema of here) {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      if (place.siblings.includes(key) || key === "$schema") continue;
      const inside = alternatives(root, property);
      const isNeeded = schema.required?.includes(key);
      found.push({
        label: key,
        kind: "key",
        detail: [isNeeded ? "required" : "", inShort(inside)].filter(Boolean).join(" · "),
        about: inside.find((one) => one.description)?.description,
        insert: place.hasColon ? key : key + opening(inside, place),
        from: place.from,
        to: place.to,
        goesOn: !place.hasColon,
      });
    }
  }
  return found;
}

/** What follows a key: a new line where a mapping or a sequence is meant and there is room. */
function opening(inside: Schema[], place: Place): string {
  if (place.flow) return ": ";
  const indent = " ".repeat(place.column + 2);
  const isPlain = ["string", "integer", "number", "boolean"].some((type) => takes(inside, type));
  if (isPlain || inside.some((one) => one.enum || one.const !== undefined)) return ": ";
  if (takes(inside, "object")) return `:\n${indent}`;
  return takes(inside, "array") ? `:\n${indent}- ` : ": ";
}

function values(here: Schema[], names: Names, place: Place): Suggestion[] {
  const { from, to } = place;
  const found: Suggestion[] = [];
  const value = (of: unknown, schema: Schema, detail?: string) => {
    if (of === null || typeof of === "object") return;
    const [label, about] = [`${of}`, schema.description];
    const insert = typeof of === "string" ? scalar(of) : label;
    found.push({ label, kind: "value", detail, about, insert, from, to });
  };
  for (const schema of here) {
    if (schema.const !== undefined) value(schema.const, schema);
    for (const one of schema.enum ?? []) value(one, schema);
    if (schema.default !== undefined) value(schema.default, schema, "default");
    for (const one of schema.examples ?? []) value(one, schema, "example");
    if (schema.type === "boolean") for (const one of [true, false]) value(one, schema);
    for (const { name, about } of names[schema["x-names"] ?? ""] ?? []) {
      found.push({ label: name, kind: "name", about, insert: scalar(name), from, to });
    }
  }
  return found;
}

/** Quotes what would not be the same text without (YAML 1.2.2 §7.3.3). */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z_][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function inShort(schemas: Schema[]): string {
  const types = schemas.flatMap((one) => [one.type].flat()).filter((t) => t && t !== "null");
  const given = schemas.find((one) => one.default !== undefined && one.default !== null)?.default;
  const shown = typeof given === "object" ? undefined : given;
  const parts = [[...new Set(types)].join(" or ")];
  if (shown !== undefined) parts.push(`default ${shown}`);
  return parts.filter(Boolean).join(", ");
}

const same = (a: Path, b: Path) => a.length === b.length && a.every((step, i) => step === b[i]);
