import { expect, test } from "vitest";
import { freeDraft, pathNames, withUrl } from "./free";

test("path parameters are those of the path alone", () => {
  expect(pathNames("https://x:8080/a/:id/{name}/:id?q=:no#/:no")).toEqual(["id", "name"]);
  expect(pathNames("{{baseUrl}}/a/{id}")).toEqual(["id"]);
  expect(pathNames("https://")).toEqual([]);
});

test("the address of a WebSocket makes it one, and values of parameters stay", () => {
  const draft = { ...freeDraft(false), pathParams: { id: "7", gone: "1" } };
  expect(withUrl(draft, "ws://x/:id")).toEqual({
    free: { method: "GET", url: "ws://x/:id" },
    pathParams: { id: "7" },
    query: [],
    socket: { subprotocols: [] },
  });
  expect(withUrl(draft, "http://x")).not.toHaveProperty("socket");
});
