import { useRouterState } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { useOperations, useProjects } from "@/api/queries";
import { useGo } from "@/lib/address";
import { readable, useShortcuts } from "@/lib/shortcuts";
import { MethodBadge } from "@/ui/badge";
import { useFocusReturn } from "@/ui/focus-return";

const ITEM =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 data-[selected=true]:bg-selected data-[selected=true]:text-fg";

/** Every command, project and operation by name. */
export default function Palette({ close }: { close: () => void }) {
  const go = useGo();
  const focus = useFocusReturn();
  const commands = useShortcuts((s) => s.all);
  const projects = useProjects();
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  const projectId = /^\/projects\/([^/]+)/.exec(pathname)?.[1];
  const operations = useOperations(projectId);
  const run = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <Radix.Root open onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...focus}
          aria-describedby={undefined}
          className="fixed top-[10vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-surface shadow-xl"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <Command label="Command palette" loop>
            <Command.Input
              placeholder="Search commands, projects, operations"
              className="h-11 w-full border-b border-line bg-transparent px-4 text-sm outline-none placeholder:text-subtle"
            />
            <Command.List className="max-h-[60vh] overflow-auto p-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
              <Command.Empty className="p-4 text-muted">Nothing has this name.</Command.Empty>
              <Command.Group heading="Commands">
                {commands
                  .filter((c) => c.id !== "palette")
                  .map((c) => (
                    <Command.Item key={c.id} value={c.label} onSelect={run(c.run)} className={ITEM}>
                      <span className="flex-1">{c.label}</span>
                      {c.keys && (
                        <kbd className="font-mono text-xs text-subtle">{readable(c.keys)}</kbd>
                      )}
                    </Command.Item>
                  ))}
              </Command.Group>
              <Command.Group heading="Projects">
                {projects.data?.map((p) => (
                  <Command.Item
                    key={p.id}
                    value={`${p.name} ${p.id}`}
                    onSelect={run(() => go(`/projects/${p.id}`))}
                    className={ITEM}
                  >
                    {p.name}
                  </Command.Item>
                ))}
              </Command.Group>
              {operations.data && (
                <Command.Group heading="Operations">
                  {operations.data
                    .filter((o) => o.kind === "operation")
                    .slice(0, 300)
                    .map((o) => (
                      <Command.Item
                        key={o.id}
                        value={`${o.method} ${o.path} ${o.summary ?? ""}`}
                        onSelect={run(() =>
                          go(`/projects/${projectId}/playground?operation=${o.id}`),
                        )}
                        className={ITEM}
                      >
                        <MethodBadge method={o.method} />
                        <span className="truncate-line font-mono text-xs">{o.path}</span>
                        <span className="truncate-line ml-auto text-muted">{o.summary}</span>
                      </Command.Item>
                    ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
