import { asBody, sourceOf } from "./import";

test("what is written is an address on the web or a place on this machine", () => {
  expect(sourceOf(" https://a.example/x.yaml ")).toEqual({
    kind: "url",
    url: "https://a.example/x.yaml",
  });
  expect(sourceOf("a.example/x.yaml")).toEqual({ kind: "url", url: "https://a.example/x.yaml" });
  for (const path of ["/home/me/x.yaml", "~/x.yaml", "./x.yaml", "C:\\me\\x.yaml", "\\\\nas\\x"]) {
    expect(sourceOf(path)).toEqual({ kind: "path", path });
  }
});

test("overlays among the files are told from the description", () => {
  const api = { name: "api.yaml", text: "openapi: 3.1.0\n" };
  const yaml = { name: "a.yaml", text: "# mine\noverlay: 1.0.0\nactions: []\n" };
  const json = { name: "b.json", text: '{ "overlay": "1.0.0", "actions": [] }' };
  const chosen = { name: "c.yaml", text: "overlay: 1.0.0" };
  expect(asBody({ kind: "upload", files: [yaml, api, json], overlays: [chosen] })).toEqual({
    source: { kind: "upload", files: [api] },
    overlays: [yaml, json, chosen],
    remote: "none",
  });
});
