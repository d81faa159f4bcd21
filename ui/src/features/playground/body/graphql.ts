// GraphQL over HTTP: a JSON body with `query`, `variables` and `operationName`.
import type { OperationDetail, Schema } from "@/api/types";

export interface GraphqlRequest {
  query: string;
  /** JSON text; empty for none. */
  variables: string;
  operationName: string;
  /** Other members of the body, kept as they are. */
  rest: Record<string, unknown>;
}

function named(operation: OperationDetail, schema: unknown): Schema | undefined {
  const found = schema as Schema | null | undefined;
  const name = /^#\/schemas\/(.+)$/.exec(String(found?.$ref ?? ""))?.[1];
  if (name === undefined) return found ?? undefined;
  const schemas = operation.schemas as Record<string, unknown>;
  return (schemas[decodeURIComponent(name)] ?? schemas[name]) as Schema | undefined;
}

/** Whether an operation takes GraphQL: its path says so, or its body has a text `query`. */
export function takesGraphql(operation: OperationDetail, contentType: string): boolean {
  if (!/json/i.test(contentType)) return false;
  if (/graphql|gql/i.test(operation.path.split("/").at(-1) ?? "")) return true;
  const content = operation.requestBody?.content.find((c) => contentType.startsWith(c.mediaType));
  const properties = named(operation, content?.schema)?.properties as
    | Record<string, Schema>
    | undefined;
  const query = named(operation, properties?.query);
  return query?.type === "string" && properties?.variables !== undefined;
}

/** The parts of a body; nothing where it is no GraphQL request. */
export function readGraphql(text: string): GraphqlRequest | null {
  let read: Record<string, unknown>;
  try {
    read = text.trim() === "" ? { query: "" } : JSON.parse(text);
  } catch {
    return null;
  }
  if (read === null || typeof read !== "object" || typeof read.query !== "string") return null;
  const { query, variables, operationName, ...rest } = read;
  return {
    query,
    variables: variables == null ? "" : JSON.stringify(variables, null, 2),
    operationName: typeof operationName === "string" ? operationName : "",
    rest,
  };
}

/** The body; nothing while the variables are no JSON object. */
export function writeGraphql({ query, variables, operationName, rest }: GraphqlRequest) {
  let read: unknown;
  try {
    read = variables.trim() === "" ? undefined : JSON.parse(variables);
  } catch {
    return null;
  }
  if (read !== undefined && (read === null || typeof read !== "object" || Array.isArray(read)))
    return null;
  const body = { query, variables: read, operationName: operationName || undefined, ...rest };
  return JSON.stringify(body, null, 2);
}

/** The names of the operations of a document. */
export function operationNames(query: string): string[] {
  const plain = query.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#.*/g, "");
  return [...plain.matchAll(/\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g)].map(
    (m) => m[1] ?? "",
  );
}
