import type { TraceFacet } from "@/api/types";

/** Classes of statuses before the statuses themselves. */
export function withClasses(statuses: TraceFacet[] = []): TraceFacet[] {
  const classes = new Map<string, number>();
  for (const { value, count } of statuses) {
    if (!value) continue;
    const name = `${value[0]}xx`;
    classes.set(name, (classes.get(name) ?? 0) + count);
  }
  const sorted = [...classes].sort(([a], [b]) => a.localeCompare(b));
  return [...sorted.map(([value, count]) => ({ value, count })), ...statuses];
}

interface ChoiceProps {
  label: string;
  value: string;
  choices: TraceFacet[];
  shown: (value: string) => string;
  onChange: (value: string) => void;
}

/** The choices of a filter, each with how many traces it would leave. */
export function Choice({ label, value, choices, shown, onChange }: ChoiceProps) {
  const known = choices.filter((choice) => choice.value !== null);
  const missing = value && !known.some((choice) => choice.value === value);
  return (
    <select
      className="field w-auto max-w-[18em] min-w-[10em] flex-1"
      aria-label={label}
      value={value}
      onChange={(e) => onChange(e.target.value)}
    >
      <option value="">{label}</option>
      {missing && <option value={value}>{shown(value)} (0)</option>}
      {known.map((choice) => (
        <option key={choice.value} value={choice.value ?? ""}>
          {shown(choice.value ?? "")} ({choice.count.toLocaleString()})
        </option>
      ))}
    </select>
  );
}
