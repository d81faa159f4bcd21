import { Command } from "cmdk";
import type { ReactNode } from "react";
import type { Entry } from "./palette-search";

interface Props<T> {
  heading: string;
  found: T[];
  /** How many are drawn. */
  most: number;
  onSelect: (entry: T) => void;
  children: (entry: T) => ReactNode;
}

/** What was found of one kind, as far as it is drawn. */
export function PaletteGroup<T extends Entry>({
  heading,
  found,
  most,
  onSelect,
  children,
}: Props<T>) {
  if (found.length === 0) return null;
  const more = found.length - most;
  return (
    <>
      <Command.Group heading={heading}>
        {found.slice(0, most).map((entry) => (
          <Command.Item
            key={entry.id}
            value={entry.id}
            onSelect={() => onSelect(entry)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 data-[selected=true]:bg-selected data-[selected=true]:text-fg max-md:min-h-11"
          >
            {children(entry)}
          </Command.Item>
        ))}
      </Command.Group>
      {more > 0 && (
        <p className="px-2 py-1 text-xs text-subtle">
          {more.toLocaleString()} more {heading.toLowerCase()}: keep typing
        </p>
      )}
    </>
  );
}
