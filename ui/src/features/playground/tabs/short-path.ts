/** The end of a path that tells it from others: `/a/b/c/{id}` is `…/c/{id}`. */
export function shortPath(path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.length <= 2) return path;
  const isVariable = parts.at(-1)?.startsWith("{") ?? false;
  return `…/${parts.slice(isVariable ? -2 : -1).join("/")}`;
}
