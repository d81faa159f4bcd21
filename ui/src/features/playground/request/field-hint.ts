// What a parameter wants, in a line.
import type { ParameterDetail, Schema } from "@/api/types";

/** The type that a schema asks for, such as `string, date-time` or `array of integer`. */
export function typeOf(schema: Schema | null | undefined): string {
  if (!schema) return "";
  const { type, format, items } = schema as { type?: unknown; format?: unknown; items?: Schema };
  const named = (Array.isArray(type) ? type.filter((t) => t !== "null") : [type]).filter(
    (t) => typeof t === "string",
  );
  const inner = named.includes("array") ? typeOf(items) : "";
  const text = `${named.join(" or ")}${inner ? ` of ${inner}` : ""}`;
  return typeof format === "string" ? `${text}${text ? ", " : ""}${format}` : text;
}

/** Whether it is required, its type, and what it is for. */
export const about = (parameter: ParameterDetail): string =>
  [
    parameter.required ? "required" : "",
    typeOf(parameter.schema as Schema | null | undefined),
    parameter.description ?? "",
  ]
    .filter(Boolean)
    .join(" · ");
