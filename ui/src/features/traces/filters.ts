// The filters of the address as the query of the API.

const NAMES: Record<string, string> = {
  method: "method",
  status: "status",
  source: "source",
  errors: "errors",
  q: "q",
  operation: "operationId",
  order: "order",
};

/** What the API is asked for; filters that it does not know are left out. */
export function toQuery(filters: Record<string, string>): string {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(NAMES)) {
    const value = filters[name];
    if (value) query.set(parameter, value);
  }
  return query.toString();
}
