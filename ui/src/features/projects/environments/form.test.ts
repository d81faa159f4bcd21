import { expect, test } from "vitest";
import { AUTH_KINDS, secretName } from "@/ui/auth-names";
import { formOf, freshAuth, secretsOf, toSend } from "./form";

test("what is empty is not sent, and a secret's value is never part of the set-up", () => {
  const form = formOf();
  form.setup.name = " Sandbox ";
  form.setup.proxyUrl = " ";
  form.setup.headers = [{ name: " ", value: "x", enabled: true }];
  form.setup.variables = [
    { name: " key ", value: "typed", secret: true },
    { name: "", value: "", secret: false },
  ];
  const sent = toSend(form);
  expect(sent).toMatchObject({ name: "Sandbox", proxyUrl: null, headers: [] });
  expect(sent.variables).toEqual([{ name: "key", value: "", secret: true }]);
  form.setup.type = "MOCK";
  expect(toSend(form).baseUrl).toBeNull();
});

test("each kind begins with its fields, and each secret has a name for people", () => {
  for (const [kind] of AUTH_KINDS) {
    const auth = freshAuth(kind);
    expect(auth.kind).toBe(kind);
    for (const name of secretsOf(auth)) expect(secretName(name)).not.toContain("{{");
  }
  expect(secretName("variable.tenant")).toBe("{{tenant}}");
});
