import { expect, test } from "vitest";
import type { SavedRequest } from "@/api/types";
import { rowsOf } from "./saved-rows";
import { foldersOf } from "./use-save";

const request = (name: string, ...folder: string[]) =>
  ({ id: name, name, folder, method: "GET", url: "/x" }) as SavedRequest;

test("requests stand under their folders, those of none first", () => {
  const rows = rowsOf([request("a", "F", "G"), request("b"), request("c", "F", "G")], "");
  expect(rows.map((r) => ("id" in r ? r.name : `[${r.folder}]`))).toEqual([
    "b",
    "[F / G]",
    "a",
    "c",
  ]);
});

test("a text narrows by name and folder", () => {
  const all = [request("ships", "Sea"), request("cars", "Land")];
  expect(rowsOf(all, "sea")).toHaveLength(2);
  expect(rowsOf(all, "nothing")).toHaveLength(0);
});

test("a folder in a folder is written with a stroke", () => {
  expect(foldersOf(" Ships /Large/ ")).toEqual(["Ships", "Large"]);
  expect(foldersOf("")).toEqual([]);
});
