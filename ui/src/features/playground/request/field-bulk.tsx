import { useState } from "react";
import type { Field } from "@/api/types";
import { Button } from "@/ui/button";
import { fieldsOf, textOf } from "./field-text";

interface Props {
  part: string;
  fields: Field[];
  onChange: (fields: Field[]) => void;
  onClose: () => void;
}

/** All fields of a part as one text. What is typed counts at once. */
export function FieldBulk({ part, fields, onChange, onClose }: Props) {
  const [text, setText] = useState(() => textOf(fields));
  return (
    <div className="flex h-full min-h-40 flex-col gap-2 p-2">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the button that opened it is gone
        autoFocus
        className="field min-h-32 flex-1 p-2 font-mono text-xs"
        aria-label={`The ${part} as text`}
        placeholder="name: value"
        spellCheck={false}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          onChange(fieldsOf(e.target.value));
        }}
      />
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-subtle">
          One a line: <code>name: value</code>. <code>{"// "}</code> before it switches it off.
        </p>
        <Button onClick={onClose}>Edit as rows</Button>
      </div>
    </div>
  );
}
