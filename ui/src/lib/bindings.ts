// Which keys run which command: those it has from the start, or those a person gave it.
import { create } from "zustand";
import { COMMAND_IDS, type CommandId, commandOf } from "./commands";
import { readable } from "./keys";

const SINGLE = "fairlead.single-keys";
const BOUND = "fairlead.keys";

type Bound = Partial<Record<CommandId, string>>;

function stored(): Bound {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(BOUND) ?? "{}");
    const entries = Object.entries(found ?? {}).filter(
      ([id, keys]) => COMMAND_IDS.includes(id as CommandId) && typeof keys === "string",
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

/** An empty text is a command whose keys were taken away. */
export const useBindings = create<{ bound: Bound; singleKeys: boolean }>(() => ({
  bound: stored(),
  singleKeys: localStorage.getItem(SINGLE) !== "off",
}));

function keep(bound: Bound) {
  localStorage.setItem(BOUND, JSON.stringify(bound));
  useBindings.setState({ bound });
}

export function setSingleKeys(on: boolean) {
  localStorage.setItem(SINGLE, on ? "on" : "off");
  useBindings.setState({ singleKeys: on });
}

/** The keys of a command now; empty where it has none. */
export const keysOf = (id: CommandId, { bound } = useBindings.getState()) =>
  bound[id] ?? commandOf(id).keys ?? "";

/** The keys of a command as a person reads them, followed while they change. */
export const useKeys = (id: CommandId) => readable(useBindings((s) => keysOf(id, s)));

/** Gives keys to a command, and takes them from every other that is in the way. */
export function bind(id: CommandId, keys: string) {
  const taken = conflictsOf(id, keys).map((other) => [other, ""]);
  const next: Bound = { ...useBindings.getState().bound, ...Object.fromEntries(taken), [id]: keys };
  if (keys === (commandOf(id).keys ?? "")) delete next[id];
  keep(next);
}

/** Gives back the keys that a command, or every command, had from the start. */
export function resetKeys(id?: CommandId) {
  if (id) bind(id, commandOf(id).keys ?? "");
  else keep({});
}

/** The other commands with the same keys, or with keys that begin or end in them. */
export function conflictsOf(id: CommandId, keys: string): CommandId[] {
  if (keys === "") return [];
  return COMMAND_IDS.filter((other) => {
    const theirs = keysOf(other);
    if (other === id || theirs === "") return false;
    return theirs === keys || theirs.startsWith(`${keys} `) || keys.startsWith(`${theirs} `);
  });
}
