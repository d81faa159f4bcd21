import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Target } from "@/api/types";
import { useProjectId } from "@/lib/address";
import { complete, type OpenVariable, openAt } from "@/lib/variable-at";
import { useVariableNames } from "./use-variable-names";

interface Props extends Omit<ComponentProps<"input">, "onChange" | "value"> {
  value: string;
  onText: (text: string) => void;
  target: Target | undefined;
}

/** How many variables are offered at once. */
const OFFERED = 8;

/** A field that offers variables once `{{` is typed, each with what it stands for. */
export function VariableInput({ value, onText, target, onKeyDown, ...rest }: Props) {
  const known = useVariableNames(useProjectId(), target);
  const [open, setOpen] = useState<OpenVariable | null>(null);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const word = open?.word.toLowerCase() ?? "";
  const fits = open
    ? known.filter((k) => k.name.toLowerCase().includes(word)).slice(0, OFFERED)
    : [];
  const look = () => {
    const { value: text = "", selectionStart = 0 } = field.current ?? {};
    setOpen(openAt(text, selectionStart ?? 0));
    setAt(0);
  };
  const take = (name: string) => {
    if (!open || !field.current) return;
    const done = complete(value, field.current.selectionStart ?? value.length, open.from, name);
    // Shown at once: the caret has its place before the next letter is typed.
    flushSync(() => {
      onText(done.text);
      setOpen(null);
    });
    field.current.setSelectionRange(done.caret, done.caret);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = fits[at];
    if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return onKeyDown?.(event);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + fits.length) % fits.length);
    else if (event.key === "Enter" || event.key === "Tab") take(chosen.name);
    else if (event.key === "Escape") setOpen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const box = field.current?.getBoundingClientRect();
  return (
    <>
      <input
        {...rest}
        ref={field}
        autoComplete="off"
        aria-autocomplete="list"
        aria-controls={fits.length > 0 ? id : undefined}
        aria-activedescendant={fits.length > 0 ? `${id}-${at}` : undefined}
        value={value}
        onChange={(e) => {
          onText(e.target.value);
          look();
        }}
        onKeyDown={press}
        onBlur={() => setOpen(null)}
      />
      {fits.length > 0 && box && (
        <div
          id={id}
          role="listbox"
          aria-label="Variables"
          className="fixed z-30 max-h-64 overflow-auto rounded-md border border-line bg-surface py-1 shadow-lg"
          style={{
            left: box.left,
            top: box.bottom + 2,
            minWidth: Math.min(box.width, 280),
            maxWidth: "90vw",
          }}
        >
          {fits.map((k, n) => (
            <div
              key={k.name}
              id={`${id}-${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === at}
              className={`flex min-h-8 cursor-pointer items-center gap-3 px-2 text-xs ${n === at ? "bg-selected" : ""}`}
              onPointerDown={(e) => {
                e.preventDefault();
                take(k.name);
              }}
            >
              <code>{k.name}</code>
              <span className="truncate-line min-w-0 flex-1 text-muted">{k.value ?? "secret"}</span>
              <span className="text-subtle">{k.scope}</span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
