// The query of a free request: what follows `?` in its address and the rows of Query are one list.
//
// A request keeps it in two places: as it is written in the address, and after that as fields. As
// much as possible is fields. What would be other bytes as a field, such as `q=a+b`, stays in the
// address, and what comes before it, so that the order stays. Fields that are switched off, or only
// begun, are no part of the address; between pairs that stay there they have no place, and follow.
import type { Draft, Field } from "@/api/types";
import { isFilled, isIn, mustStay, type Pair, pairOf, textOf } from "./query-pair";

type Query = Pick<Draft, "free" | "query">;

interface Address {
  before: string;
  /** What follows `?`; undefined where there is none. */
  query: string | undefined;
  fragment: string;
}

function split(url: string): Address {
  const hash = url.indexOf("#");
  const [rest, fragment] = hash < 0 ? [url, ""] : [url.slice(0, hash), url.slice(hash)];
  const at = rest.indexOf("?");
  if (at < 0) return { before: rest, query: undefined, fragment };
  return { before: rest.slice(0, at), query: rest.slice(at + 1), fragment };
}

const writtenPairs = (query = ""): Pair[] => (query === "" ? [] : query.split("&").map(pairOf));

const pairsOf = ({ free, query }: Query): Pair[] => [
  ...writtenPairs(split(free?.url ?? "").query),
  ...(query ?? []),
];

/** Where the part of the pairs ends that stays in the address. */
function stayingEnd(pairs: Pair[]): number {
  const must = pairs.findLastIndex(mustStay) + 1;
  // A variable stays as well, unless it comes after what would have to move or be filled otherwise.
  const bound = pairs.findIndex(
    (pair) => !isIn(pair) || (pair.written === undefined && isFilled(pair)),
  );
  const free = bound < 0 ? pairs : pairs.slice(0, bound);
  const end = Math.max(must, free.findLastIndex(isFilled) + 1);
  const staying = pairs.slice(0, end).filter(isIn);
  // An empty pair alone would not be seen in the address: it takes the next one along.
  const [first] = staying;
  if (staying.length !== 1 || !first || textOf(first) !== "") return end;
  return pairs.findIndex((pair, n) => n >= end && isIn(pair)) + 1 || end;
}

const fieldOf = ({ name, value, enabled }: Pair): Field => ({ name, value, enabled });

function joined({ before, query, fragment }: Address, texts: string[]): string {
  if (texts.length > 0) return `${before}?${texts.join("&")}${fragment}`;
  return `${before}${query === undefined ? "" : "?"}${fragment}`;
}

/** Where each pair is kept. */
function keep(address: Address, pairs: Pair[]): { url: string; query: Field[] } {
  const end = stayingEnd(pairs);
  const head = pairs.slice(0, end);
  const staying = head.filter(isIn).map(textOf);
  const fields = [...head.filter((pair) => !isIn(pair)), ...pairs.slice(end)];
  const query = pairs.some(isIn) ? undefined : address.query;
  return { url: joined({ ...address, query }, staying), query: fields.map(fieldOf) };
}

/** Takes over what did not change from `old` at both ends of the list, with how it is written. */
function ends<T>(old: T[], now: number, isSame: (old: T, at: number) => boolean) {
  const most = Math.min(old.length, now);
  let head = 0;
  while (head < most && isSame(old[head] as T, head)) head++;
  let tail = 0;
  while (tail < most - head && isSame(old[old.length - 1 - tail] as T, now - 1 - tail)) tail++;
  return { head, tail };
}

/** The whole address of a free request, as it is shown and edited. */
export function addressOf(draft: Query): string {
  const address = split(draft.free?.url ?? "");
  return joined(address, pairsOf(draft).filter(isIn).map(textOf));
}

/** The rows of Query of a free request. */
export const rowsOf = (draft: Query): Field[] => pairsOf(draft).map(fieldOf);

/** What an edited address makes of the request; rows that are switched off stay in their places. */
export function withAddress(draft: Query, text: string): { url: string; query: Field[] } {
  const address = split(text);
  const now = writtenPairs(address.query);
  const old = pairsOf(draft);
  const before = old.filter(isIn);
  const { head, tail } = ends(before, now.length, (pair, at) => textOf(pair) === now[at]?.written);
  const changed = now.slice(head, now.length - tail);
  const pairs: Pair[] = [];
  let at = 0;
  for (const pair of old) {
    if (!isIn(pair)) {
      pairs.push(pair);
      continue;
    }
    const stays = at < head || at >= before.length - tail;
    if (at === before.length - tail) pairs.push(...changed.splice(0));
    pairs.push(...(stays ? [pair] : changed.splice(0, 1)));
    at++;
  }
  return keep(address, [...pairs, ...changed]);
}

/** What edited rows make of the request; a row that was not touched stays as it is written. */
export function withRows(draft: Query, rows: Field[]): Pick<Draft, "free" | "query"> {
  const old = pairsOf(draft);
  const isSame = (pair: Pair, at: number) =>
    pair.name === rows[at]?.name &&
    pair.value === rows[at]?.value &&
    pair.enabled === rows[at]?.enabled;
  const { head, tail } = ends(old, rows.length, isSame);
  const changed = rows.slice(head, rows.length - tail);
  const pairs = [...old.slice(0, head), ...changed, ...old.slice(old.length - tail)];
  const { url, query } = keep(split(draft.free?.url ?? ""), pairs);
  return { free: { method: draft.free?.method ?? "GET", url }, query };
}
