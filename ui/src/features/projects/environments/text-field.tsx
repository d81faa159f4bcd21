import type { ComponentProps } from "react";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** A line of text with its name above. */
export const TextField = ({ label, onChange, className = "", ...rest }: Props) => (
  <label className={`flex min-w-0 flex-col gap-1 ${className}`}>
    {label}
    <input className="field" onChange={(e) => onChange(e.target.value)} {...rest} />
  </label>
);

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
