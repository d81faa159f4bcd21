// A JSON value as the rows of a tree: only what is open has rows.
import { Exact } from "@/lib/json-text";

export interface JsonRow {
  /** RFC 6901 pointer. */
  pointer: string;
  /** The way as JavaScript and JSONPath write it. */
  path: string;
  name: string;
  level: number;
  value: unknown;
  /** How many members it has; -1 where it can have none. */
  size: number;
  place: number;
  of: number;
}

/** How many rows are open from the start. */
const FIRST_ROWS = 200;

export const sizeOf = (value: unknown): number => {
  if (value === null || typeof value !== "object" || value instanceof Exact) return -1;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
};

const membersOf = (value: unknown): [string, unknown][] =>
  Array.isArray(value) ? value.map((v, n) => [String(n), v]) : Object.entries(value as object);

export const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

const pathOf = (before: string, name: string, isIndex: boolean) =>
  isIndex
    ? `${before}[${name}]`
    : /^[A-Za-z_$][\w$]*$/.test(name)
      ? `${before}.${name}`
      : `${before}[${JSON.stringify(name)}]`;

/** The pointers that are open from the start: level by level, as long as there is room. */
export function openedFirst(root: unknown): Set<string> {
  const open = new Set<string>();
  let rows = 1;
  let level: [string, unknown][] = [["", root]];
  while (level.length > 0) {
    const next: [string, unknown][] = [];
    for (const [pointer, value] of level) {
      const size = sizeOf(value);
      if (size <= 0) continue;
      if (pointer !== "" && rows + size > FIRST_ROWS) continue;
      open.add(pointer);
      rows += size;
      if (size > FIRST_ROWS) continue;
      for (const [name, v] of membersOf(value)) next.push([`${pointer}/${escaped(name)}`, v]);
    }
    level = next;
  }
  return open;
}

/** The rows of what is open. */
export function rowsOfJson(root: unknown, open: Set<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (row: JsonRow) => {
    rows.push(row);
    if (row.size <= 0 || !open.has(row.pointer)) return;
    const isArray = Array.isArray(row.value);
    let place = 0;
    for (const [name, value] of membersOf(row.value)) {
      place++;
      add({
        pointer: `${row.pointer}/${escaped(name)}`,
        path: pathOf(row.path, name, isArray),
        name,
        level: row.level + 1,
        value,
        size: sizeOf(value),
        place,
        of: row.size,
      });
    }
  };
  add({
    pointer: "",
    path: "$",
    name: "",
    level: 1,
    value: root,
    size: sizeOf(root),
    place: 1,
    of: 1,
  });
  return rows;
}
