// Where in a YAML text the cursor stands. The text is being typed, and so need not be whole.
import { isCollection, isMap, isPair, isScalar, type Node, type Pair, parseDocument } from "yaml";

/** The way from the root to a node: keys of mappings, places in sequences. */
export type Path = (string | number)[];

export interface Place {
  /** Of the mapping or the sequence's item, up to the value; without the key that is written. */
  path: Path;
  /** Whether a key is written, a value, or what may become either. */
  role: "key" | "value" | "open";
  /** Keys that stand beside the one that is written. */
  siblings: string[];
  /** What is replaced, as offsets in the text. */
  from: number;
  to: number;
  /** Whether it stands between `{}` or `[]`. */
  flow: boolean;
  /** Column at which a key stands, from 0. */
  column: number;
  /** Whether the colon after the key is there. */
  hasColon: boolean;
}

/** A character that no file has, of the private use area, which YAML takes as a plain one. */
const MARK = "\uE0F1";

interface Found {
  node: Node;
  path: Path;
  pair?: Pair;
  isKey: boolean;
  parents: Node[];
}

/** The place at an offset; none in a comment or in a text of several lines. */
export function placeAt(text: string, offset: number): Place | undefined {
  const put = (mark: string) => text.slice(0, offset) + mark + text.slice(offset);
  const isMark = (node: Node) => isScalar(node) && `${node.value}`.includes(MARK);
  const seen = find(put(MARK), isMark);
  const [start = 0, end = 0] = seen?.node.range ?? [];
  // A word before other lines is taken for one text with them; it is to become a key there.
  const isMerged = !seen || put(MARK).slice(start, end).includes("\n");
  const marked = put(isMerged ? `${MARK}:` : MARK);
  const found = isMerged ? find(marked, isMark) : seen;
  if (!found || !isScalar(found.node) || !found.node.range) return undefined;
  const { node, path, pair, parents, isKey } = found;
  if (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED") return undefined;
  const from = node.range?.[0] ?? offset;
  const lineStart = marked.lastIndexOf("\n", offset - 1) + 1;
  if (from < lineStart) return undefined;
  const ends = [marked.indexOf("\n", offset), node.range?.[1] ?? offset + 1];
  const to = Math.min(...ends.filter((end) => end > offset)) - MARK.length;
  const flow = parents.some((parent) => isCollection(parent) && parent.flow === true);
  const before = marked.slice(lineStart, from);
  const parent = parents.at(-1);
  const siblings = isKey && isMap(parent) ? keysOf(parent, pair) : [];
  // A value alone on its line may yet become the first key of a mapping.
  const isAlone = !flow && /^\s*(?:- *)*$/.test(before);
  const role = isKey ? "key" : isAlone ? "open" : "value";
  const hasColon = /^[ \t]*:/.test(text.slice(to));
  return { path, role, siblings, from, to, flow, column: from - lineStart, hasColon };
}

/** The key or the value that an offset is in: its path, where a key's is that of its value. */
export function nodeAt(text: string, offset: number) {
  const found = find(text, (node) => {
    const [from, to] = node.range ?? [0, 0];
    return isScalar(node) && from <= offset && offset <= to && to > from;
  });
  if (!found?.node.range || !isScalar(found.node)) return undefined;
  const { node, path, isKey } = found;
  const [from, to] = node.range as [number, number, number];
  const own = isKey ? [...path, `${node.value}`] : path;
  return { path: own, isKey, value: node.value, from, to };
}

/** The keys of the mapping at a path. */
export function keysAt(text: string, path: Path): string[] {
  const node = parseDocument(text, QUIET).getIn(path, true);
  return isMap(node) ? keysOf(node) : [];
}

const QUIET = { logLevel: "silent", uniqueKeys: false, strict: false } as const;

function find(text: string, wanted: (node: Node) => boolean): Found | undefined {
  const walk = (node: unknown, path: Path, parents: Node[]): Found | undefined => {
    if (isMap(node)) {
      for (const pair of node.items) {
        const key = pair.key as Node;
        if (isScalar(key) && wanted(key)) {
          return { node: key, path, pair, isKey: true, parents: [...parents, node] };
        }
        const name = isScalar(key) ? `${key.value}` : "";
        const inside = walk(pair.value, [...path, name], [...parents, node]);
        if (inside) return inside;
      }
    } else if (isCollection(node)) {
      for (const [place, item] of node.items.entries()) {
        const inner = isPair(item) ? item.value : item;
        const inside = walk(inner, [...path, place], [...parents, node]);
        if (inside) return inside;
      }
    } else if (isScalar(node) && wanted(node)) {
      return { node, path, isKey: false, parents };
    }
    return undefined;
  };
  return walk(parseDocument(text, QUIET).contents, [], []);
}

function keysOf(map: { items: Pair[] }, except?: Pair): string[] {
  const others = map.items.filter((pair) => pair !== except);
  return others.map((pair) => (isScalar(pair.key) ? `${pair.key.value}` : ""));
}
