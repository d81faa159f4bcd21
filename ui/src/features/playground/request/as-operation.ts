// A free request as one of an operation of the description, and the way back.
import type { Draft, Environment, Mock, OperationDetail, Target } from "@/api/types";
import { rowsOf } from "./address-query";
import { needsTarget } from "./free";
import { pathValues } from "./from-trace";

interface Made {
  draft: Draft;
  /** What of the request has no place in the operation's. */
  leftOut: string[];
}

/** Where requests of the project can go. */
interface Places {
  environments: Environment[];
  mocks: Mock[];
}

/** An address up to the query. */
const beforeQuery = (url: string) => url.trim().split(/[?#]/)[0] ?? "";
/** Addresses of servers are compared without what does not count. */
const bare = (base: string) => base.trim().replace(/\/+$/, "").toLowerCase();

/** What of an address comes before the path of an operation, and the values in that path. */
function partsAt(address: string, template: string) {
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
  const values = pathValues(template, address);
  const segments = template.split("/").length - 1;
  const parts = address.split("/");
  const found = names.every((name) => name in values) && parts.length > segments;
  const ending = parts.slice(parts.length - segments).join("/");
  if (!found || (names.length === 0 && `/${ending}` !== template)) return undefined;
  return { base: parts.slice(0, parts.length - segments).join("/"), values };
}

/**
 * The request of an operation that asks for the same as a free one. `url` is where the free one
 * goes, variables filled in.
 */
export function asRequestOf(
  { id, path, parameters, requestBody }: OperationDetail,
  free: Draft,
  url: string,
  places: Places,
): Made {
  const leftOut: string[] = [];
  const written = beforeQuery(free.free?.url ?? "");
  const own = partsAt(written, path);
  const filled = partsAt(beforeQuery(url), path);
  // Where a variable holds a part of the path, its value counts.
  const found = own ?? filled;
  const known = free.pathParams ?? {};
  const value = (name: string) => {
    const text = found?.values[name] ?? "";
    const named = /^:([\w-]+)$|^\{([^{}]+)\}$/.exec(text);
    return (named && known[named[1] ?? named[2] ?? ""]) ?? text;
  };
  const names = parameters.filter((p) => p.in === "path").map((p) => p.name);
  const target = placeOf(free, own?.base, filled?.base, places);
  const lost = free.target?.kind === "environment" && target.kind !== "environment";
  if (lost) leftOut.push("the environment, which is at another address");
  const body = requestBody ? free.body : null;
  if (free.body && !body) leftOut.push("the body, which the operation does not take");
  const draft: Draft = {
    ...free,
    operationId: id,
    free: undefined,
    target,
    pathParams: Object.fromEntries(names.map((name) => [name, value(name)])),
    query: rowsOf(free),
    body,
  };
  return { draft, leftOut };
}

/** Where the request of the operation goes, so that it goes where the free one does. */
function placeOf(
  free: Draft,
  own: string | undefined,
  filled: string | undefined,
  { environments, mocks }: Places,
): Target {
  const now = free.target ?? { kind: "mock" };
  if (needsTarget(free.free?.url ?? "")) return now;
  const base = own && /:\/\/|\{\{/.test(own) ? own : (filled ?? own);
  if (!base) return now;
  const isThere = (url: string | null | undefined) =>
    Boolean(url) && [own, filled].some((b) => b && bare(b) === bare(url ?? ""));
  const there = environments.filter((e) => e.isActive && isThere(e.baseUrl));
  const same = there.find((e) => now.kind === "environment" && e.id === now.id) ?? there[0];
  if (same) return { kind: "environment", id: same.id };
  const mock = mocks.find((m) => isThere(m.url));
  return mock ? { kind: "mock", mockId: mock.id } : { kind: "url", baseUrl: base };
}

/** The free request that asks for the same as one of an operation. */
export function asFree({ method, path }: OperationDetail, draft: Draft): Draft {
  const { target } = draft;
  const base = target?.kind === "url" ? target.baseUrl.replace(/\/+$/, "") : "{{baseUrl}}";
  const given = draft.pathParams ?? {};
  // A value within a segment has no row of its own: it is written into the path.
  const segments = path
    .split("/")
    .map((segment) =>
      /^\{[^{}]+\}$/.test(segment)
        ? segment
        : segment.replace(/\{([^{}]+)\}/g, (_, name) => encodeURIComponent(given[name] ?? "")),
    );
  return {
    ...draft,
    operationId: "",
    free: { method, url: `${base}${segments.join("/")}` },
    // A free request has an address of its own.
    target: target?.kind === "url" ? { kind: "mock" } : target,
  };
}
