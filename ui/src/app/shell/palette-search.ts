// Finds by words: each must be there, and those that begin something count for more.

export interface Entry {
  id: string;
  /** What it is called, in lower case. */
  text: string;
}

/** How well a text fits the words; nothing where one is missing. */
export function score(text: string, words: string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at < 0) return null;
    if (at === 0) sum += 3;
    else if (/[^a-z0-9]/.test(text[at - 1] ?? "")) sum += 2;
    else sum += 1;
  }
  return sum;
}

/** The entries that fit, the best first; with equal rights the shorter, then as they came. */
export function search<T extends Entry>(entries: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  const found: { entry: T; sum: number }[] = [];
  for (const entry of entries) {
    const sum = score(entry.text, words);
    if (sum !== null) found.push({ entry, sum });
  }
  found.sort((a, b) => b.sum - a.sum || a.entry.text.length - b.entry.text.length);
  return found.map((f) => f.entry);
}
