import type { Operation } from "@/api/types";
import { rowsOf } from "./operation-list";

const operation = (
  id: string,
  method: string,
  path: string,
  tags: string[],
  kind: "operation" | "webhook" = "operation",
) =>
  ({
    id,
    method,
    path,
    tags,
    kind,
    operationId: null,
    summary: null,
    deprecated: false,
  }) as Operation;

const all = [
  operation("1", "GET", "/berths", ["Berths"]),
  operation("2", "POST", "/bookings", ["Bookings"]),
  operation("3", "GET", "/bookings", ["Bookings"]),
  operation("4", "POST", "bookingChanged", [], "webhook"),
];
const shape = (text: string) => rowsOf(all, text).map((row) => ("tag" in row ? row.tag : row.id));

describe("operations by tag", () => {
  it("stand under their first tag, webhooks under their own", () => {
    expect(shape("")).toEqual(["Berths", "1", "Bookings", "2", "3", "Webhooks", "4"]);
  });

  it("are those that a text fits, by method and path", () => {
    expect(shape("post /BOOK")).toEqual(["Bookings", "2"]);
    expect(shape("nothing")).toEqual([]);
  });
});
