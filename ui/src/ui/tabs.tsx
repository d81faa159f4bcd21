import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface Tab {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

interface Props {
  label: string;
  tabs: Tab[];
  value: string;
  onChange: (id: string) => void;
}

/** Tabs within a page. */
export function Tabs({ label, tabs, value, onChange }: Props) {
  return (
    <Radix.Root value={value} onValueChange={onChange} className="flex min-h-0 flex-1 flex-col">
      <Radix.List
        aria-label={label}
        className="flex shrink-0 flex-wrap gap-x-1 border-b border-line px-2"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="min-h-9 border-b-2 border-transparent px-2 whitespace-nowrap text-muted hover:text-fg data-[state=active]:border-primary data-[state=active]:font-medium data-[state=active]:text-fg"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="min-h-0 flex-1 overflow-auto">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
