import type { Trace } from "@/api/types";

export type HistoryRow = { day: string } | Trace;
export const isDay = (row: HistoryRow): row is { day: string } => "day" in row;

const dayOf = (date: Date) => date.toDateString();

/** Exchanges, newest first, under the days they were on; `now` tells which of them is today. */
export function rowsByDay(traces: Trace[], now: Date): HistoryRow[] {
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const named = (date: Date) => {
    if (dayOf(date) === dayOf(now)) return "Today";
    if (dayOf(date) === dayOf(yesterday)) return "Yesterday";
    return date.toLocaleDateString(undefined, {
      weekday: "long",
      day: "numeric",
      month: "long",
      year: date.getFullYear() === now.getFullYear() ? undefined : "numeric",
    });
  };
  const rows: HistoryRow[] = [];
  let day = "";
  for (const trace of traces) {
    const date = new Date(trace.startedAt);
    if (dayOf(date) !== day) rows.push({ day: named(date) });
    day = dayOf(date);
    rows.push(trace);
  }
  return rows;
}

/** Where an exchange went: the name of the environment, the mock, or the host. */
export function placeOf(trace: Trace, names: Map<string, string>): string {
  if (trace.environmentId) return names.get(trace.environmentId) ?? "an environment that is gone";
  if (trace.mockId) return "Mock";
  try {
    return new URL(trace.url).host;
  } catch {
    return trace.url;
  }
}
