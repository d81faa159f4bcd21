// What a failure is called, and how its traces are found.

/** What failures that are alike have in common. */
export interface Alike {
  operationId: string | null;
  status: number | null;
  category: string | null;
  problem: string | null;
}

/** Status and kind of error. */
export const failureName = ({ status, category }: Alike) =>
  `${status ?? "no answer"} ${(category ?? "contract").toLowerCase().replaceAll("_", " ")}`;

/** Broken rules in words: keywords of JSON Schema, and codes of the check itself. */
const RULES: Record<string, string> = {
  required: "something required is missing",
  type: "wrong type",
  format: "wrong format",
  enum: "not one of the allowed values",
  const: "not the allowed value",
  pattern: "does not match the pattern",
  minimum: "too small",
  exclusiveMinimum: "too small",
  maximum: "too large",
  exclusiveMaximum: "too large",
  multipleOf: "not a multiple of what is allowed",
  minLength: "too short",
  maxLength: "too long",
  minItems: "too few items",
  maxItems: "too many items",
  uniqueItems: "items repeat",
  minProperties: "too few fields",
  maxProperties: "too many fields",
  additionalProperties: "unknown field",
  unevaluatedProperties: "unknown field",
  oneOf: "fits none of the choices, or several",
  anyOf: "fits none of the choices",
  not: "fits what is ruled out",
  malformed: "cannot be read",
};

/** Codes that say where by themselves. */
const WHOLE: Record<string, string> = {
  "missing-credentials": "credentials are missing",
  "undeclared-status": "the description has no such status",
  "undeclared-body": "a body that the description does not have",
  "unexpected-body": "a body where there is none",
  "media-type": "another content type than described",
  "content-encoding": "unknown content encoding",
};

/** A broken rule such as `request/body/required`, for a person. */
export function problemName(problem: string): string {
  const [of = "", part = "", rule = ""] = problem.split("/");
  const whole = WHOLE[rule];
  if (whole) return whole;
  return `${of} ${part}: ${RULES[rule] ?? rule.replaceAll("-", " ")}`;
}

/** The filters of the list that leave these failures. */
export function failureFilter(alike: Alike, more: Record<string, string> = {}): string {
  const filter = new URLSearchParams({ ...more, errors: "true" });
  if (alike.operationId) filter.set("operation", alike.operationId);
  if (alike.status) filter.set("status", String(alike.status));
  if (alike.category) filter.set("category", alike.category);
  if (alike.problem) filter.set("problem", alike.problem);
  return filter.toString();
}
