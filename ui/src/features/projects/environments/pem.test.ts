import { expect, test } from "vitest";
import { partsOfPem } from "./pem";

const block = (label: string, text: string) =>
  `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;

test("a file in PEM is its certificates and its key", () => {
  const text = `subject=CN=crane\n${block("CERTIFICATE", "AAAA")}Bag\n${block("PRIVATE KEY", "BBBB")}${block("CERTIFICATE", "CC==")}`;
  expect(partsOfPem(text)).toEqual({
    certificates: block("CERTIFICATE", "AAAA") + block("CERTIFICATE", "CC=="),
    key: block("PRIVATE KEY", "BBBB"),
  });
  expect(partsOfPem(block("EC PRIVATE KEY", "AA"))?.key).toBe(block("EC PRIVATE KEY", "AA"));
});

test("what is no PEM is not taken for it", () => {
  expect(partsOfPem("0\u0082\u0009 binary")).toBeNull();
  expect(partsOfPem("-----BEGIN CERTIFICATE-----\nAAAA")).toBeNull();
});
