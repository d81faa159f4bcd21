import { expect, test } from "vitest";
import type { SavedRequest } from "@/api/types";
import { keyOf, pressed, rowsOf, type SavedRow } from "./saved-rows";
import { foldersOf } from "./use-save";

const request = (name: string, ...folder: string[]) =>
  ({ id: name, name, folder, method: "GET", url: "/x" }) as SavedRequest;

const told = (rows: SavedRow[]) =>
  rows.map((row) => {
    const name = row.kind === "folder" ? `[${row.path.at(-1)}]` : row.request.name;
    return `${"-".repeat(row.level)}${name} ${row.place}/${row.count}`;
  });

const ALL = [request("a", "F", "G"), request("b"), request("c", "F", "G"), request("d", "F")];

test("requests stand in their folders, those of none first", () => {
  expect(told(rowsOf(ALL, ""))).toEqual([
    "-b 1/2",
    "-[F] 2/2",
    "--d 1/2",
    "--[G] 2/2",
    "---a 1/2",
    "---c 2/2",
  ]);
});

test("a closed folder hides what is in it, and a text opens it", () => {
  const closed = new Set([keyOf(["F"])]);
  const rows = rowsOf(ALL, "", closed);
  expect(told(rows)).toEqual(["-b 1/2", "-[F] 2/2"]);
  expect(rows[1]).toMatchObject({ open: false, requests: 3 });
  expect(told(rowsOf(ALL, "g", closed))).toContain("---a 1/2");
});

test("a text narrows by name and folder", () => {
  const all = [request("ships", "Sea"), request("cars", "Land")];
  expect(rowsOf(all, "sea")).toHaveLength(2);
  expect(rowsOf(all, "nothing")).toHaveLength(0);
});

test("keys do what they do in a tree", () => {
  const rows = rowsOf(ALL, "");
  const [b, f, d, g, a, c] = [0, 1, 2, 3, 4, 5];
  expect(pressed(rows, b, "ArrowDown")).toEqual({ to: f });
  expect(pressed(rows, c, "ArrowDown")).toBeUndefined();
  expect(pressed(rows, b, "ArrowUp")).toBeUndefined();
  expect(pressed(rows, f, "ArrowRight")).toEqual({ to: d });
  expect(pressed(rows, d, "ArrowRight")).toBeUndefined();
  expect(pressed(rows, a, "ArrowLeft")).toEqual({ to: g });
  expect(pressed(rows, g, "ArrowLeft")).toMatchObject({ turn: { path: ["F", "G"] } });
  expect(pressed(rows, b, "ArrowLeft")).toBeUndefined();
  expect(pressed(rows, b, "End")).toEqual({ to: c });
  expect(pressed(rows, c, "Home")).toEqual({ to: b });
  const shut = rowsOf(ALL, "", new Set([keyOf(["F"])]));
  expect(pressed(shut, 1, "ArrowRight")).toMatchObject({ turn: { path: ["F"] } });
});

test("a folder in a folder is written with a stroke", () => {
  expect(foldersOf(" Ships /Large/ ")).toEqual(["Ships", "Large"]);
  expect(foldersOf("")).toEqual([]);
});
