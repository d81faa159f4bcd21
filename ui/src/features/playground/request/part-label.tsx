import type { Violation } from "@/api/types";
import { plural } from "@/lib/format";
import { partOf } from "./reveal";

interface Props {
  part: string;
  name: string;
  violations: Violation[];
}

/** The name of a part, and how many errors are in it. */
export function PartLabel({ part, name, violations }: Props) {
  const count = violations.filter((v) => partOf(v.in) === part && v.severity === "error").length;
  return (
    <>
      {name}
      {count > 0 && (
        <span
          className="ml-1 rounded bg-err-bg px-1 text-xs text-err-fg"
          title={plural(count, "error")}
        >
          {count}
        </span>
      )}
    </>
  );
}
