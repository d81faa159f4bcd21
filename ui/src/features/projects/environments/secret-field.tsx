import type { EnvironmentSecret } from "@/api/types";
import { dateTime } from "@/lib/format";

interface Props {
  label: string;
  /** What is known of the one that is kept. */
  kept: EnvironmentSecret | undefined;
  value: string;
  onChange: (value: string) => void;
  /** Where the label is shown by something else. */
  bare?: boolean;
}

/** A secret to be typed: what is kept is never shown, and stays where nothing is typed. */
export function SecretField({ label, kept, value, onChange, bare }: Props) {
  const field = (
    <input
      className="field"
      type="password"
      autoComplete="off"
      aria-label={label}
      placeholder={kept?.set ? "set; leave empty to keep it" : "not set"}
      title={kept?.setAt ? `Set on ${dateTime(kept.setAt)}` : undefined}
      value={value}
      onChange={(e) => onChange(e.target.value)}
    />
  );
  if (bare) return field;
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden>{label}</span>
      {field}
    </div>
  );
}
