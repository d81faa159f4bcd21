// What a JSON Schema (2020-12) says of a place: which keys, which values, in which words.
import type { Path } from "./place";

/** A JSON Schema, as far as completion reads it. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: boolean | Schema;
  prefixItems?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  /** What its texts name, beyond what the schema can say. */
  "x-names"?: string;
}

/** Alternatives inside each other beyond this are not followed: a schema may refer to itself. */
const DEEPEST = 12;

/** The schemas that may hold at a path, without alternatives that the keys there rule out. */
export function schemasAt(root: Schema, path: Path, keys: (at: Path) => string[]): Schema[] {
  let here = fitting(alternatives(root, root), keys([]));
  for (const [place, step] of path.entries()) {
    const next = here.flatMap((schema) => child(schema, step));
    const at = path.slice(0, place + 1);
    here = fitting(
      next.flatMap((schema) => alternatives(root, schema)),
      keys(at),
    );
  }
  return here;
}

/** A schema with what it refers to and is made of, each alternative by itself. */
export function alternatives(root: Schema, schema: Schema, depth = 0): Schema[] {
  if (depth > DEEPEST) return [];
  const inner: Schema[] = [...(schema.allOf ?? []), ...(schema.anyOf ?? [])];
  inner.push(...(schema.oneOf ?? []));
  const target = schema.$ref && resolve(root, schema.$ref);
  if (target) inner.push(target);
  const { description } = schema;
  const made = inner.flatMap((one) => alternatives(root, one, depth + 1));
  // What is said where it is used goes before what is said of the type.
  const names = schema["x-names"];
  const told = made.map((one) => ({
    ...one,
    description: one.description ?? description,
    "x-names": one["x-names"] ?? names,
  }));
  const own = { ...schema, allOf: undefined, anyOf: undefined, oneOf: undefined, $ref: undefined };
  return [own, ...told];
}

function resolve(root: Schema, reference: string): Schema | undefined {
  if (reference === "#") return root;
  const name = reference.match(/^#\/\$defs\/([^/]+)$/)?.[1];
  return name === undefined ? undefined : root.$defs?.[unescaped(name)];
}

const unescaped = (name: string) =>
  decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");

function child(schema: Schema, step: string | number): Schema[] {
  if (typeof step === "number") {
    const one = schema.prefixItems?.[step] ?? schema.items;
    return typeof one === "object" ? [{ "x-names": schema["x-names"], ...one }] : [];
  }
  const own = schema.properties?.[step];
  if (own) return [own];
  const fits = Object.entries(schema.patternProperties ?? {}).filter(([p]) => matches(p, step));
  if (fits.length > 0) return fits.map(([, one]) => one);
  const other = schema.additionalProperties;
  return typeof other === "object" ? [other] : [];
}

function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, "u").test(key);
  } catch {
    return false;
  }
}

/** Alternatives that have every key which is there already; all of them where none has. */
function fitting(schemas: Schema[], keys: string[]): Schema[] {
  const wrong = (schema: Schema) =>
    schema.properties !== undefined &&
    schema.additionalProperties === false &&
    keys.some((key) => child(schema, key).length === 0 && key !== "");
  const left = schemas.filter((schema) => !wrong(schema));
  return left.some((schema) => schema.properties) ? left : schemas;
}

/** Whether a schema takes a type of JSON. */
export function takes(schemas: Schema[], type: string): boolean {
  return schemas.some(
    (schema) =>
      [schema.type].flat().includes(type) ||
      (type === "object" && schema.properties !== undefined) ||
      (type === "array" && schema.items !== undefined),
  );
}
