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
  /** Where it has several lines, as a key in PEM. */
  long?: boolean;
  /** Whether it is what a person has just asked for. */
  focus?: boolean;
}

/** A secret to be typed: what is kept is never shown, and stays where nothing is typed. */
export function SecretField({ label, kept, value, onChange, bare, long, focus }: Props) {
  const shared = {
    autoComplete: "off",
    "aria-label": label,
    placeholder: kept?.set ? "set; leave empty to keep it" : "not set",
    title: kept?.setAt ? `Set on ${dateTime(kept.setAt)}` : undefined,
    value,
    // The person has asked for this field: that is where they type next.
    ref: (field: HTMLElement | null) => {
      if (focus && field && field.dataset.focused === undefined) {
        field.dataset.focused = "";
        field.focus();
      }
    },
  };
  const field = long ? (
    <textarea
      className="field py-1 font-mono text-xs"
      rows={4}
      spellCheck={false}
      onChange={(e) => onChange(e.target.value)}
      {...shared}
    />
  ) : (
    <input
      className="field"
      type="password"
      onChange={(e) => onChange(e.target.value)}
      {...shared}
    />
  );
  if (bare) return field;
  return (
    <div className={`flex flex-col gap-1 ${long ? "sm:col-span-2" : ""}`}>
      <span aria-hidden>{label}</span>
      {field}
    </div>
  );
}
