// Every route of the interface, and when it has settled.

/** The addresses of all routes, for a project with a trace and an operation. */
export function routes({ project, operation, trace }) {
  const base = `/projects/${project}`;
  return [
    "/",
    "/projects",
    "/settings",
    "/settings?view=keys",
    base,
    `${base}/spec`,
    `${base}/spec?operation=${operation}`,
    `${base}/spec?view=schemas`,
    `${base}/spec?view=problems`,
    `${base}/spec?view=capabilities`,
    `${base}/spec?view=tests`,
    `${base}/spec?view=revisions`,
    `${base}/environments`,
    `${base}/mocks`,
    `${base}/playground`,
    `${base}/playground?operation=${operation}`,
    `${base}/traces`,
    `${base}/traces?view=analytics`,
    `${base}/traces/${trace}`,
    `${base}/partners`,
    `${base}/settings`,
    "/nowhere",
  ];
}

/** A project made from the sample with one trace, and the ids that the routes want. */
export async function prepare(fairlead) {
  const { project } = await fairlead.importSample();
  const base = `/v1/projects/${project.id}`;
  const { items } = await fairlead.api("GET", `${base}/operations`);
  const operation = items.find((item) => item.kind === "operation" && item.method === "POST");
  const draft = await fairlead.api("GET", `${base}/operations/${operation.id}/sample`);
  const trace = await fairlead.api("POST", `${base}/playground/send`, draft);
  return { project: project.id, operation: operation.id, trace: trace.id };
}

/** A route without the ids in it, to name a test after. */
export const nameOf = (route) => route.replace(/(op_)?[0-9a-f-]{16,36}/g, "…");

/** Goes to a route and waits until nothing there is still being fetched. */
export async function visit(page, fairlead, route) {
  await page.goto(fairlead.origin + route);
  await page.locator("main h1, main h2").first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}
