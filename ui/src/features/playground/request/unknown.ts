import type { Violation } from "@/api/types";

/** The name of the variable that stands for nothing, where that is what is wrong. */
export const unknownIn = ({ keyword, message }: Violation): string =>
  keyword === "unknown-variable" ? (/\{\{\s*([^{}]+?)\s*\}\}/.exec(message)?.[1] ?? "") : "";
