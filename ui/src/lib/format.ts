// Numbers and times as people read them.

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1000).toFixed(1)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

export function millis(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(2)} s`;
}

export const clock = (iso: string) =>
  new Date(iso).toLocaleTimeString(undefined, { hourCycle: "h23" });

export const dateTime = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** To the second, as it is written in logs. */
export const moment = (iso: string) =>
  new Date(iso).toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "medium",
    hourCycle: "h23",
  });

/** The time of today, or the day before it where it was another one. */
export function when(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return clock(iso);
  const sameYear = date.getFullYear() === today.getFullYear();
  const day = date.toLocaleDateString(undefined, {
    month: "short",
    day: "numeric",
    year: sameYear ? undefined : "2-digit",
  });
  return `${day}, ${clock(iso)}`;
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** How long ago something was, in the largest unit that fits. */
export function ago(iso: string, now = Date.now()): string {
  const gone = now - Date.parse(iso);
  const [unit, size] = UNITS.find(([, size]) => gone >= size) ?? ["minute", 60_000];
  return gone < 60_000 ? "just now" : relative.format(-Math.floor(gone / size), unit);
}

export const percent = (share: number) => `${Math.round(share * 100)} %`;

export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** A text whose lines were broken by hand, with only its paragraphs and lists kept apart. */
export const paragraphs = (text: string) =>
  text.trim().replace(/([^\n])\n(?![\n\s]|[-*+#|>]|\d+[.)])/g, "$1 ");

/** The first paragraph of a text, in one line. */
export const firstParagraph = (text: string) =>
  (text.trim().split(/\n\s*\n/)[0] ?? "").replace(/\s+/g, " ");
