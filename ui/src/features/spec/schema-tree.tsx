import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Schema } from "@/api/types";

const plain = (segment: string) => segment.replaceAll("~1", "/").replaceAll("~0", "~");

/** The name that a `$ref` leads to. */
export function refName(schema: Schema): string | undefined {
  const reference = schema.$ref;
  return typeof reference === "string" && reference.startsWith("#/schemas/")
    ? plain(reference.slice("#/schemas/".length))
    : undefined;
}

/** A schema's type in a few words. */
export function typeOf(schema: Schema): string {
  const name = refName(schema);
  if (name) return name;
  if (Array.isArray(schema.enum)) return schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const type = Array.isArray(schema.type)
    ? schema.type.join(" | ")
    : (schema.type as string | undefined);
  if (type === "array" && schema.items) return `array of ${typeOf(schema.items as Schema)}`;
  for (const word of ["oneOf", "anyOf", "allOf"]) {
    const branches = schema[word];
    if (Array.isArray(branches))
      return branches.map((b) => typeOf(b as Schema)).join(word === "allOf" ? " & " : " | ");
  }
  const format = schema.format ? ` (${schema.format})` : "";
  return `${type ?? "any"}${format}`;
}

const LIMITS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "pattern",
  "default",
];

function limits(schema: Schema): string {
  const said = LIMITS.filter((k) => schema[k] !== undefined).map(
    (k) => `${k} ${JSON.stringify(schema[k])}`,
  );
  for (const flag of ["readOnly", "writeOnly", "deprecated", "nullable", "uniqueItems"])
    if (schema[flag] === true) said.push(flag);
  return said.join(" · ");
}

interface Child {
  name: string;
  schema: Schema;
  required: boolean;
}

/** The parts of a schema that can be opened. */
export function childrenOf(schema: Schema): Child[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const children: Child[] = Object.entries((schema.properties as Record<string, Schema>) ?? {}).map(
    ([name, inner]) => ({
      name,
      schema: inner,
      required: required.includes(name),
    }),
  );
  const more = (name: string, inner: unknown) => {
    if (inner && typeof inner === "object")
      children.push({ name, schema: inner as Schema, required: false });
  };
  if (!Array.isArray(schema.items)) more("items", schema.items);
  more("(other properties)", schema.additionalProperties);
  for (const word of ["oneOf", "anyOf", "allOf", "prefixItems"]) {
    const branches = schema[word];
    if (!Array.isArray(branches)) continue;
    for (const [n, inner] of branches.entries()) more(`${word} ${n + 1}`, inner);
  }
  return children;
}

interface Props {
  schema: Schema;
  schemas: Record<string, Schema>;
}

/** A schema that opens part by part, so that circles are no problem. */
export function SchemaTree({ schema, schemas }: Props) {
  const name = refName(schema);
  const whole = name ? (schemas[name] ?? {}) : schema;
  const children = childrenOf(whole);
  if (children.length === 0) {
    return (
      <p>
        <code>{typeOf(whole)}</code> <span className="text-subtle">{limits(whole)}</span>
      </p>
    );
  }
  return (
    <>
      {name && <code className="block">{name}</code>}
      <ul className="border-l border-line pl-2">
        {children.map((child) => (
          <Node key={child.name} child={child} schemas={schemas} />
        ))}
      </ul>
    </>
  );
}

function Node({ child, schemas }: { child: Child; schemas: Record<string, Schema> }) {
  const [open, setOpen] = useState(false);
  const name = refName(child.schema);
  const whole = name
    ? { ...(schemas[name] ?? {}), ...child.schema, $ref: undefined }
    : child.schema;
  const opens = childrenOf(whole as Schema).length > 0;
  const description = whole.description as string | undefined;
  const line = (
    <span className="min-w-0">
      <code className="text-fg">{child.name}</code>
      {child.required && <span className="text-error"> required</span>}{" "}
      <code className="text-muted">{typeOf(child.schema)}</code>{" "}
      <span className="text-subtle">{limits(whole as Schema)}</span>
      {description && <span className="block text-muted">{description}</span>}
    </span>
  );
  return (
    <li className="py-0.5">
      {opens ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex items-start gap-1 text-left"
        >
          {open ? (
            <ChevronDown size={14} className="mt-1 shrink-0" aria-hidden />
          ) : (
            <ChevronRight size={14} className="mt-1 shrink-0" aria-hidden />
          )}
          {line}
        </button>
      ) : (
        <div className="pl-[18px]">{line}</div>
      )}
      {open && (
        <div className="pl-4">
          <SchemaTree schema={whole as Schema} schemas={schemas} />
        </div>
      )}
    </li>
  );
}
