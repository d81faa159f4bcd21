import { X } from "lucide-react";
import { plural } from "@/lib/format";
import { IconButton } from "../button";
import type { Filtered } from "./use-filtered";

interface Props {
  path: string;
  onPath: (path: string) => void;
  filtered: Filtered;
  onClose: () => void;
}

/** The field for a query into a JSON body; says how many parts it picks, or what is wrong. */
export function FilterBar({ path, onPath, filtered, onClose }: Props) {
  const { error, total, shown } = filtered;
  return (
    <search className="mx-2 my-1 flex flex-wrap items-center gap-1">
      <input
        // biome-ignore lint/a11y/noAutofocus: a person has just asked for it
        autoFocus
        className={`field min-w-40 flex-1 font-mono text-xs ${error ? "field-error" : ""}`}
        aria-label="JSONPath"
        aria-invalid={error !== null}
        placeholder="$.items[*].id"
        spellCheck={false}
        value={path}
        onChange={(e) => onPath(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== "Escape") return;
          e.stopPropagation();
          onClose();
        }}
      />
      <span className="text-muted" role="status">
        {total !== null &&
          (total > shown ? `the first ${shown} of ${total}` : plural(total, "match", "matches"))}
      </span>
      <IconButton label="Show the whole body" onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
      {error && <p className="basis-full text-error">{error}</p>}
    </search>
  );
}
