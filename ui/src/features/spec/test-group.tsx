import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { useState } from "react";
import type { TestProfile } from "@/api/types";
import { plural } from "@/lib/format";
import { Button } from "@/ui/button";
import { effective, groupSummary, LEVELS, type Level } from "./test-levels";

const ICONS = { REQUIRED: CircleCheck, OPTIONAL: CircleDashed, NA: CircleX };
const COLOURS = { REQUIRED: "text-success", OPTIONAL: "text-warning", NA: "text-subtle" };
const WORDS = { REQUIRED: "required", OPTIONAL: "optional", NA: "not applicable" };

interface Props {
  group: TestProfile["groups"][number];
  first: boolean;
  levels: Record<string, Level>;
  onChange: (levels: Record<string, Level>) => void;
  onToAll: (() => void) | undefined;
}

/** One group of operations, and how much each kind of test counts there. */
export function TestGroup({ group, first, levels, onChange, onToAll }: Props) {
  const [open, setOpen] = useState(first);
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="panel min-w-0"
    >
      <summary className="min-h-9 px-3 py-2 font-medium">
        {group.name || "Other operations"}{" "}
        <span className="font-normal text-muted">
          {plural(group.operations, "operation")}: {groupSummary(group, levels)}
        </span>
      </summary>
      {/* A large description has hundreds of groups: what is closed is not drawn. */}
      {open && <Kinds group={group} levels={levels} onChange={onChange} onToAll={onToAll} />}
    </details>
  );
}

/** How much each kind of test counts in a group. */
function Kinds({ group, levels, onChange, onToAll }: Omit<Props, "first">) {
  const set = (category: string, level: Level) => {
    const { [category]: _, ...rest } = levels;
    onChange(level === "AUTO" ? rest : { ...rest, [category]: level });
  };
  return (
    <>
      <ul className="divide-y divide-line border-t border-line">
        {group.categories.map((kind) => {
          const level = levels[kind.category] ?? "AUTO";
          const outcome = effective(kind, level) as keyof typeof ICONS;
          const Icon = ICONS[outcome];
          return (
            <li
              key={kind.category}
              className="grid gap-x-3 gap-y-1 px-3 py-2 md:grid-cols-[1fr_auto_10rem] md:items-center"
            >
              <div className="min-w-0">
                <span className="font-medium">{kind.name}</span>
                <p className="text-muted">{kind.about}</p>
                <p className="text-subtle">
                  {kind.detected ? "Found: " : "Not found: "}
                  {kind.evidence}
                </p>
              </div>
              <span className={`inline-flex items-center gap-1 ${COLOURS[outcome]}`}>
                <Icon size={14} aria-hidden /> {WORDS[outcome]}
              </span>
              <select
                className="field"
                aria-label={`${kind.name} in ${group.name || "other operations"}`}
                value={level}
                onChange={(event) => set(kind.category, event.target.value as Level)}
              >
                {LEVELS.map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap gap-2 border-t border-line px-3 py-2">
        <Button look="ghost" onClick={() => onChange({})}>
          Set all to automatic
        </Button>
        {onToAll && (
          <Button look="ghost" onClick={onToAll}>
            Apply to all groups
          </Button>
        )}
      </div>
    </>
  );
}
