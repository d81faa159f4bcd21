// What a failure is called, and how its traces are found.

/** What failures that are alike have in common. */
export interface Alike {
  operationId: string | null;
  status: number | null;
  category: string | null;
  problem: string | null;
}

/** Status and kind of error. */
export const failureName = ({ status, category }: Alike) =>
  `${status ?? "no answer"} ${(category ?? "contract").toLowerCase().replaceAll("_", " ")}`;

/** A broken rule such as `request/body/required`, for a person. */
export function problemName(problem: string): string {
  const [of, part, rule] = problem.split("/");
  return `${of} ${part}: ${rule}`;
}

/** The filters of the list that leave these failures. */
export function failureFilter(alike: Alike, more: Record<string, string> = {}): string {
  const filter = new URLSearchParams({ ...more, errors: "true" });
  if (alike.operationId) filter.set("operation", alike.operationId);
  if (alike.status) filter.set("status", String(alike.status));
  if (alike.category) filter.set("category", alike.category);
  if (alike.problem) filter.set("problem", alike.problem);
  return filter.toString();
}
