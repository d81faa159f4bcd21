import { sourceOf } from "./import";

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
