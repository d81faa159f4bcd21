// Fields as text, one a line, as people keep them in notes: `name: value`, `// name: value` when off.
import type { Field } from "@/api/types";

const OFF = /^\s*\/\/\s?/;

/** The lines of fields. */
export const textOf = (fields: Field[]): string =>
  fields
    .map(({ name, value, enabled }) => `${enabled ? "" : "// "}${name}: ${value}`.trimEnd())
    .join("\n");

/** A line as a field: `name: value`, `name=value` of a query, or a name alone. */
function fieldOf(line: string): Field {
  const enabled = !OFF.test(line);
  const text = line.replace(OFF, "").trim();
  // The names of pseudo-header fields, which browsers copy along, begin with a colon.
  const colon = text.indexOf(":", 1);
  const equals = text.indexOf("=");
  if (equals > 0 && (colon < 0 || equals < colon)) {
    return { name: text.slice(0, equals), value: decoded(text.slice(equals + 1)), enabled };
  }
  if (colon < 0) return { name: text, value: "", enabled };
  return { name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim(), enabled };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** The fields of lines; empty lines and pseudo-header fields are left out. */
export function fieldsOf(text: string): Field[] {
  const lines = /^[^\s:]+=[^\n]*&[^\n]*$/.test(text.trim())
    ? text.trim().replace(/^\?/, "").split("&")
    : text.split(/\r?\n/);
  return lines
    .filter((line) => line.replace(OFF, "").trim() !== "")
    .map(fieldOf)
    .filter((field) => !field.name.startsWith(":"));
}
