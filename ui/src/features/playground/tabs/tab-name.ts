// What a request tab is called.
import type { Operation } from "@/api/types";
import { shortPath } from "./short-path";
import type { RequestTab } from "./tab-store";

/** The id of the panel that the tabs control. */
export const PANEL = "request-panel";
export const tabElementId = (tab: Pick<RequestTab, "id">) => `request-tab-${tab.id}`;

export interface TabName {
  method: string;
  name: string;
  /** The name without being shortened. */
  whole: string;
}

/** The name of a tab: that of its saved request, else its path or address. */
export function tabName(
  { free, socket }: Pick<RequestTab, "free" | "socket">,
  operation: Pick<Operation, "method" | "path"> | undefined,
  saved: string | undefined,
): TabName {
  const method = socket ? "WS" : (free?.method ?? operation?.method ?? "");
  if (saved) return { method, name: saved, whole: saved };
  if (free) {
    const plain = free.url.replace(/^[a-z]+:\/\//i, "").split("?")[0] ?? "";
    return { method, name: plain === "" ? "New request" : plain, whole: free.url };
  }
  return {
    method,
    name: operation ? shortPath(operation.path) : "…",
    whole: operation?.path ?? "",
  };
}
