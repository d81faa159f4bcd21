import type { Draft, Environment, Field, Mock, OperationDetail } from "@/api/types";
import { asFree, asRequestOf } from "./as-operation";
import { freeDraft } from "./free";

const operation = (path: string, hasBody = true) =>
  ({
    id: "op_1",
    method: "PUT",
    path,
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path" })),
    requestBody: hasBody ? { content: [] } : null,
  }) as unknown as OperationDetail;

const places = {
  environments: [
    { id: "off", baseUrl: "https://h/v1", isActive: false },
    { id: "uat", baseUrl: "https://h/v1/", isActive: true },
    { id: "mock", baseUrl: null, isActive: true },
  ] as Environment[],
  mocks: [{ id: "m1", url: "http://127.0.0.1:4010" }] as Mock[],
};
const field = (name: string, value: string): Field => ({ name, value, enabled: true });
const free = (url: string, more: Partial<Draft> = {}): Draft => ({
  ...freeDraft(false),
  free: { method: "PUT", url },
  ...more,
});

test("the path goes into its fields, the query into rows, and the place into the target", () => {
  const check = (url: string, sent: string, target: Draft["target"], pathParams: object) => {
    const made = asRequestOf(operation("/ships/{id}"), free(url), sent, places);
    expect(made, url).toEqual({
      draft: expect.objectContaining({ operationId: "op_1", target, pathParams, query: [] }),
      leftOut: [],
    });
    expect(made.draft.free).toBeUndefined();
  };
  const uat: Draft["target"] = { kind: "environment", id: "uat" };
  const mock: Draft["target"] = { kind: "mock" };
  check("https://h/v1/ships/a%2Fb", "https://h/v1/ships/a%2Fb", uat, { id: "a/b" });
  check("h/v1/ships/7", "https://h/v1/ships/7", uat, { id: "7" });
  check("{{base}}/ships/{{id}}", "https://h/v1/ships/7", uat, { id: "{{id}}" });
  check(
    "{{base}}/ships/{{id}}",
    "https://x/ships/7",
    { kind: "url", baseUrl: "{{base}}" },
    { id: "{{id}}" },
  );
  check("{{ship}}", "https://x/v2/ships/7", { kind: "url", baseUrl: "https://x/v2" }, { id: "7" });
  check("{{baseUrl}}/ships/7", "http://m/ships/7", mock, { id: "7" });
  check("/ships/7", "http://m/ships/7", mock, { id: "7" });
  check("http://127.0.0.1:4010/ships/7", "", { kind: "mock", mockId: "m1" }, { id: "7" });
  check(
    "https://elsewhere/a/ships/7",
    "",
    { kind: "url", baseUrl: "https://elsewhere/a" },
    { id: "7" },
  );
});

test("path parameters of the address have the values of their rows", () => {
  for (const url of ["https://h/v1/ships/:ship", "https://h/v1/ships/{ship}"]) {
    const draft = free(url, { pathParams: { ship: "a b" } });
    const { draft: made } = asRequestOf(operation("/ships/{id}"), draft, "", places);
    expect(made.pathParams).toEqual({ id: "a b" });
  }
});

test("everything that was written goes along, and what has no place is named", () => {
  const written: Partial<Draft> = {
    query: [{ ...field("off", "1"), enabled: false }],
    headers: [field("X-A", "1")],
    cookies: [field("c", "2")],
    body: { contentType: "application/json", text: "{}" },
    basic: { username: "ada", password: "{{password}}" },
    target: { kind: "environment", id: "gone" },
    useCredentials: false,
  };
  const draft = free("https://h/v2/ships?q=x+y", written);
  const made = asRequestOf(operation("/ships", false), draft, "https://h/v2/ships?q=x+y", places);
  expect(made.draft).toMatchObject({
    ...written,
    query: [field("q", "x y"), ...(written.query ?? [])],
    target: { kind: "url", baseUrl: "https://h/v2" },
    body: null,
  });
  expect(made.leftOut).toHaveLength(2);
  const kept = asRequestOf(operation("/ships"), draft, "https://h/v2/ships", places);
  expect(kept.draft.body).toEqual(written.body);
});

test("a request of an operation has an address as a free one", () => {
  const draft: Draft = {
    useCredentials: true,
    operationId: "op_1",
    pathParams: { id: "a b", kind: "é" },
  };
  const check = (path: string, target: Draft["target"], url: string) => {
    const made = asFree(operation(path), { ...draft, target });
    expect(made).toMatchObject({ operationId: "", free: { method: "PUT", url } });
    return made.target;
  };
  check("/ships/{id}", { kind: "mock" }, "{{baseUrl}}/ships/{id}");
  check("/ships/{id}.{kind}", { kind: "mock" }, "{{baseUrl}}/ships/a%20b.%C3%A9");
  const target = check(
    "/ships/{id}",
    { kind: "url", baseUrl: "https://h/v1/" },
    "https://h/v1/ships/{id}",
  );
  expect(target).toEqual({ kind: "mock" });
});
