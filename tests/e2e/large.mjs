// A description as large as they come: operations, schemas and problems by the thousand.

const NAMES = ["harbour", "berth", "ship", "crew", "cargo", "pilot", "tide", "lock", "crane", "quay"];

/** The text of a document with that many operations, schemas, and references to nowhere. */
export function largeDocument({ operations = 1200, schemas = 1500, faults = 600 } = {}) {
  const paths = {};
  for (let n = 0; n < operations; n += 1) {
    const tag = NAMES[n % NAMES.length];
    paths[`/${tag}s/${n}/{id}`] = {
      get: {
        operationId: `get${tag}${n}`,
        summary: `One ${tag} of area ${n}`,
        tags: [tag],
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { 200: { description: "It", content: json(`Schema${n % schemas}`) } },
      },
    };
  }
  const named = {};
  for (let n = 0; n < schemas; n += 1) {
    named[`Schema${n}`] = {
      type: "object",
      properties: {
        id: { type: "string" },
        ...(n < faults ? { next: { $ref: `#/components/schemas/Nowhere${n}` } } : {}),
      },
    };
  }
  const info = { title: "Every harbour", version: "12.0" };
  return JSON.stringify({ openapi: "3.1.0", info, paths, components: { schemas: named } }, null, 1);
}

const json = (name) => ({
  "application/json": { schema: { $ref: `#/components/schemas/${name}` } },
});

/** A project of it, without a mock. */
export async function importLarge(fairlead) {
  const files = [{ name: "harbours.json", text: largeDocument() }];
  const source = { kind: "upload", files };
  const { project } = await fairlead.api("POST", "/v1/imports", { source, startMock: false });
  return project;
}
