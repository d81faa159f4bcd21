// Everything that can have keys: its name, where it works, the keys it has from the start. Keys,
// palette, help and Settings are all made from this.

export interface Command {
  label: string;
  /** The part of the program in which it works. */
  where: "Everywhere" | "Lists" | "Projects" | "Spec and playground";
  /** `mod+k`, `shift+enter`, `g p` (one after the other), or none: only in the palette. */
  keys?: string;
}

export const COMMANDS = {
  palette: { label: "Command palette", where: "Everywhere", keys: "mod+k" },
  help: { label: "Shortcuts", where: "Everywhere", keys: "?" },
  create: { label: "New project", where: "Everywhere", keys: "c" },
  "open-bundle": { label: "Open a bundle", where: "Everywhere" },
  filter: { label: "Filter what is listed", where: "Everywhere", keys: "/" },
  "next-pane": { label: "Next pane", where: "Everywhere", keys: "f6" },
  "go-home": { label: "Go to Home", where: "Everywhere", keys: "g d" },
  "go-projects": { label: "Go to Projects", where: "Everywhere", keys: "g p" },
  "go-settings": { label: "Go to Settings", where: "Everywhere", keys: "g s" },
  "go-keys": { label: "Go to Settings: Keys", where: "Everywhere" },
  theme: { label: "Switch between light and dark", where: "Everywhere", keys: "mod+shift+l" },
  "list-next": { label: "Next in the list", where: "Lists", keys: "j" },
  "list-previous": { label: "Previous in the list", where: "Lists", keys: "k" },
  "list-peek": { label: "Peek at what is selected", where: "Lists", keys: "space" },
  "tab-overview": { label: "Project: Overview", where: "Projects", keys: "g o" },
  "tab-spec": { label: "Project: Spec", where: "Projects", keys: "g e" },
  "tab-schemas": { label: "Project: Schemas", where: "Projects" },
  "tab-problems": { label: "Project: Problems", where: "Projects" },
  "tab-revisions": { label: "Project: Revisions", where: "Projects" },
  "tab-environments": { label: "Project: Environments", where: "Projects", keys: "g v" },
  "tab-mocks": { label: "Project: Mocks", where: "Projects", keys: "g m" },
  "tab-playground": { label: "Project: Playground", where: "Projects", keys: "g y" },
  "tab-traces": { label: "Project: Traces", where: "Projects", keys: "g t" },
  "tab-partners": { label: "Project: Partners", where: "Projects" },
  "tab-settings": { label: "Project: Settings", where: "Projects" },
  "next-problem": { label: "Next problem", where: "Spec and playground", keys: "f8" },
  send: { label: "Send the request", where: "Spec and playground", keys: "mod+enter" },
  save: { label: "Save the request", where: "Spec and playground", keys: "mod+s" },
  // Alt and a letter that neither browsers nor their menus take.
  "next-tab": { label: "Next request tab", where: "Spec and playground", keys: "alt+j" },
  "previous-tab": { label: "Previous request tab", where: "Spec and playground", keys: "alt+k" },
  "duplicate-tab": { label: "Duplicate the tab", where: "Spec and playground", keys: "alt+n" },
  "close-tab": { label: "Close the tab", where: "Spec and playground", keys: "alt+w" },
  "new-request": { label: "New free request", where: "Spec and playground" },
  "new-socket": { label: "New WebSocket", where: "Spec and playground" },
  "reopen-tab": {
    label: "Reopen the closed tab",
    where: "Spec and playground",
    keys: "alt+shift+w",
  },
} as const satisfies Record<string, Command>;

export type CommandId = keyof typeof COMMANDS;

export const commandOf = (id: CommandId): Command => COMMANDS[id];

export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];
