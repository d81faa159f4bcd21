/** A place in a text: from, and up to but not with. */
export type Place = readonly [from: number, to: number];

/** Most places that are found: more than anybody goes through. */
export const PLACES = 10_000;

/** Where a text has words, without regard to case. */
export function findIn(text: string, words: string): Place[] {
  if (words === "") return [];
  const found: Place[] = [];
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  for (const match of text.matchAll(pattern)) {
    found.push([match.index, match.index + match[0].length]);
    if (found.length === PLACES) break;
  }
  return found;
}

export interface Line {
  from: number;
  text: string;
}

/** Longest line that is drawn in one piece, in UTF-16 units. */
const LONGEST = 2000;

/** The lines of a text and where they begin; one that is very long is broken. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let from = 0;
  while (from <= text.length) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    for (let at = from; at === from || at < to; at += LONGEST)
      lines.push({ from: at, text: text.slice(at, Math.min(to, at + LONGEST)) });
    if (end < 0) break;
    from = to + 1;
  }
  return lines;
}

/** The places that lie, at least in part, in a stretch; they are in order. */
export function placesWithin(places: Place[], from: number, to: number): Place[] {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.[1] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  const found: Place[] = [];
  for (let at = low; at < places.length; at++) {
    const place = places[at];
    if (!place || place[0] >= to) break;
    found.push(place);
  }
  return found;
}
