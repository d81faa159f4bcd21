import { useRouterState } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { useMemo, useState } from "react";
import { useProjects } from "@/api/queries/projects";
import { useOperations } from "@/api/queries/spec";
import { useGo } from "@/lib/address";
import { keysOf, useBindings } from "@/lib/bindings";
import { COMMAND_IDS, commandOf } from "@/lib/commands";
import { readable } from "@/lib/keys";
import { useShortcuts } from "@/lib/shortcuts";
import { MethodBadge } from "@/ui/badge";
import { useFocusReturn } from "@/ui/focus-return";
import { PaletteGroup } from "./palette-group";
import { search } from "./palette-search";

/** Every command, project and operation by name. */
export default function Palette({ close }: { close: () => void }) {
  const go = useGo();
  const focus = useFocusReturn();
  const [query, setQuery] = useState("");
  const bindings = useBindings();
  const live = useShortcuts((s) => s.live);
  const projects = useProjects();
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  const projectId = /^\/projects\/([^/]+)/.exec(pathname)?.[1];
  const operations = useOperations(projectId);
  const commands = useMemo(
    () =>
      COMMAND_IDS.filter((id) => id !== "palette").flatMap((id) => {
        const run = live.findLast((l) => l.id === id)?.run;
        const { label } = commandOf(id);
        return run ? [{ id, label, run, text: label.toLowerCase() }] : [];
      }),
    [live],
  );
  const places = useMemo(
    () =>
      (projects.data ?? []).map((p) => ({ id: p.id, name: p.name, text: p.name.toLowerCase() })),
    [projects.data],
  );
  const calls = useMemo(
    () =>
      (operations.data ?? []).map((o) => ({
        ...o,
        text: `${o.method} ${o.path} ${o.summary ?? ""} ${o.operationId ?? ""}`.toLowerCase(),
      })),
    [operations.data],
  );
  const found = useMemo(
    () => ({
      commands: search(commands, query),
      places: search(places, query),
      calls: search(calls, query),
    }),
    [commands, places, calls, query],
  );
  const run = (action: () => void) => {
    close();
    action();
  };
  const openCall = ({ id, kind }: { id: string; kind: string }) =>
    go(`/projects/${projectId}/${kind === "webhook" ? "spec" : "playground"}?operation=${id}`);
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
          <Command label="Command palette" loop shouldFilter={false}>
            <Command.Input
              value={query}
              onValueChange={setQuery}
              placeholder="Search commands, projects, operations"
              className="h-11 w-full border-b border-line bg-transparent px-4 text-sm outline-none placeholder:text-subtle"
            />
            <Command.List className="max-h-[60vh] overflow-auto p-2 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
              <Command.Empty className="p-4 text-muted">Nothing has this name.</Command.Empty>
              <PaletteGroup
                heading="Commands"
                found={found.commands}
                most={found.commands.length}
                onSelect={(c) => run(c.run)}
              >
                {(c) => (
                  <>
                    <span className="flex-1">{c.label}</span>
                    {keysOf(c.id, bindings) && (
                      <kbd className="kbd">{readable(keysOf(c.id, bindings))}</kbd>
                    )}
                  </>
                )}
              </PaletteGroup>
              <PaletteGroup
                heading="Projects"
                found={found.places}
                most={query ? 20 : 8}
                onSelect={(p) => run(() => go(`/projects/${p.id}`))}
              >
                {(p) => <span className="truncate-line">{p.name}</span>}
              </PaletteGroup>
              <PaletteGroup
                heading="Operations"
                found={found.calls}
                most={query ? 50 : 20}
                onSelect={(o) => run(() => openCall(o))}
              >
                {(o) => (
                  <>
                    <MethodBadge method={o.method} />
                    <span className="truncate-line font-mono text-xs md:max-w-[60%] md:shrink-0">
                      {o.path}
                    </span>
                    <span className="truncate-line ml-auto text-muted max-md:hidden">
                      {o.summary}
                    </span>
                  </>
                )}
              </PaletteGroup>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
