import { useEffect, useRef, useState } from "react";

interface Props {
  label: string;
  placeholder: string;
  /** The filter as the address has it. */
  value: string;
  onChange: (text: string) => void;
  className?: string;
}

/** The filter of a list. What is typed shows at once; the address follows when typing pauses. */
export function FilterField({ label, placeholder, value, onChange, className = "" }: Props) {
  const [text, setText] = useState(value);
  const known = useRef(value);
  // What was told and has not come back as `value` yet.
  const told = useRef<string[]>([]);
  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    const at = told.current.lastIndexOf(value);
    told.current = told.current.slice(at + 1);
    if (at >= 0 || value === known.current) return;
    known.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === known.current) return;
    const timer = setTimeout(() => {
      known.current = text;
      told.current.push(text);
      tell.current(text);
    }, 150);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      className={`field ${className}`}
      type="search"
      data-filter
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(e) => setText(e.target.value)}
    />
  );
}
