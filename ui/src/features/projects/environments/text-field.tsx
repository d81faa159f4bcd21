import { type ComponentProps, useId } from "react";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Values that are offered; any other can be typed. */
  choices?: string[];
}

/** A line of text with its name above. */
export function TextField({ label, onChange, className = "", choices = [], ...rest }: Props) {
  const list = useId();
  return (
    <label className={`flex min-w-0 flex-col gap-1 ${className}`}>
      {label}
      <input
        className="field"
        list={choices.length > 0 ? list : undefined}
        onChange={(e) => onChange(e.target.value)}
        {...rest}
      />
      {choices.length > 0 && (
        <datalist id={list}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
    </label>
  );
}

interface ChoiceProps {
  label: string;
  title?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

export const Choice = ({ label, title, on, onChange }: ChoiceProps) => (
  <label className="row" title={title}>
    <input type="checkbox" checked={on} onChange={(e) => onChange(e.target.checked)} />
    {label}
  </label>
);
