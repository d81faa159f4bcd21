// The filters of the address as the query of the API.

const NAMES: Record<string, string> = {
  method: "method",
  status: "status",
  source: "source",
  category: "category",
  errors: "errors",
  q: "q",
  operation: "operationId",
  mock: "mockId",
  environment: "environmentId",
  partner: "partnerId",
  run: "runId",
  problem: "problem",
  slower: "slowerMs",
  from: "from",
  to: "to",
  sort: "sort",
  order: "order",
};

/** Stretches of time up to now, in hours. */
export const PERIODS = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 } as const;

/** Filters that choose rows; the others only order them. */
export const CHOOSING = [...Object.keys(NAMES), "period"].filter(
  (name) => name !== "sort" && name !== "order",
);

/** What the API is asked for; filters that it does not know are left out. */
export function toQuery(filters: Record<string, string>, now = Date.now()): string {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(NAMES)) {
    const value = filters[name];
    // Traces that are searched for words come in order of time.
    if (value && !(name === "sort" && filters.q)) query.set(parameter, value);
  }
  // A hand-written address may hold anything.
  for (const name of ["from", "to"])
    if (Number.isNaN(Date.parse(query.get(name) ?? ""))) query.delete(name);
  const hours = PERIODS[filters.period as keyof typeof PERIODS];
  if (hours) {
    // To the minute, so that the question stays the same for a while.
    const minute = Math.floor(now / 60_000) * 60_000;
    query.set("from", new Date(minute - hours * 3_600_000).toISOString());
  }
  return query.toString();
}

/** Those filters that say from when and until when. */
export function timesOf(filters: Record<string, string>): Record<string, string> {
  const times = ["period", "from", "to"].filter((name) => filters[name]);
  return Object.fromEntries(times.map((name) => [name, filters[name] ?? ""]));
}

/** The filters as a saved view keeps them: those of the address, so that `24h` stays `24h`. */
export function toView(filters: Record<string, string>): string {
  const kept = [...CHOOSING, "sort", "order"].filter((name) => filters[name]);
  return new URLSearchParams(kept.map((name) => [name, filters[name] ?? ""])).toString();
}
