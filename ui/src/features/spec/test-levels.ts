import type { TestProfile } from "@/api/types";

type Category = TestProfile["groups"][number]["categories"][number];
export type Level = Category["level"];
/** By group and kind of test; what is left out is automatic. */
export type Levels = Record<string, Record<string, Level>>;

export const LEVELS: [level: Level, label: string][] = [
  ["AUTO", "Automatic"],
  ["REQUIRED", "Required"],
  ["OPTIONAL", "Optional"],
  ["NA", "Not applicable"],
];

/** The levels that somebody has set. */
export function levelsOf(profile: TestProfile): Levels {
  const set = (categories: Category[]) =>
    Object.fromEntries(
      categories.filter((c) => c.level !== "AUTO").map((c) => [c.category, c.level]),
    );
  return Object.fromEntries(profile.groups.map((g) => [g.name, set(g.categories)]));
}

/** What comes of a level. */
export function effective(category: Category, level: Level): Level {
  if (level !== "AUTO") return level;
  return category.detected ? "REQUIRED" : "NA";
}

const outcomes = (group: TestProfile["groups"][number], levels: Levels[string] = {}): Level[] =>
  group.categories.map((kind) => effective(kind, levels[kind.category] ?? "AUTO"));

function counted(all: Level[]): string {
  const count = (level: Level) => all.filter((found) => found === level).length;
  return `${count("REQUIRED")} required, ${count("OPTIONAL")} optional, ${count("NA")} not applicable`;
}

/** How many of each there are in one group, in words. */
export const groupSummary = (
  group: TestProfile["groups"][number],
  levels: Levels[string] | undefined,
): string => counted(outcomes(group, levels));

/** How many of each there are, in words; a warning where nothing is required at all. */
export function summary(profile: TestProfile, levels: Levels): string {
  const all = profile.groups.flatMap((group) => outcomes(group, levels[group.name]));
  if (!all.includes("REQUIRED")) return "Nothing is required: any integration would pass.";
  return counted(all);
}
