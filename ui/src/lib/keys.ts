// Key presses by name: `mod+shift+l`, `f6`, `space`; `g p` is one after the other.

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const MODIFIERS = ["Control", "Meta", "Shift", "Alt", "AltGraph", "CapsLock", "Dead"];

/** What a key press is called; nothing where it is only a modifier so far. */
export function nameOf(event: KeyboardEvent): string {
  if (MODIFIERS.includes(event.key)) return "";
  // What is typed with AltGr is a sign like any other.
  const typed = event.getModifierState?.("AltGraph") ?? false;
  const alt = event.altKey && !typed;
  const mod = (event.metaKey || event.ctrlKey) && !typed;
  let key = event.key === " " ? "space" : event.key.toLowerCase();
  // On a Mac, Alt makes another sign of a letter.
  if (alt && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3).toLowerCase();
  const shifted = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  return `${mod ? "mod+" : ""}${alt ? "alt+" : ""}${shifted ? "shift+" : ""}${key}`;
}

/** Whether keys are typed without Ctrl, ⌘ or Alt, as letters are. */
export const isPlain = (keys: string) =>
  !/(^|\s)(mod\+|alt\+)/.test(keys) && !/^(shift\+)?f\d+$/.test(keys);

const STROKE = /^(mod\+)?(alt\+)?(shift\+)?(.+)$/;
const SIGNS: Record<string, string> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
};

function strokeOf(name: string): string {
  const [, mod, alt, shift, key = name] = STROKE.exec(name) ?? [];
  const shown =
    SIGNS[key] ??
    (key.length > 1 && !/^f\d+$/.test(key)
      ? key.replace(/^./, (c) => c.toUpperCase())
      : key.toUpperCase());
  return `${mod ? (isMac ? "⌘" : "Ctrl ") : ""}${alt ? (isMac ? "⌥" : "Alt ") : ""}${shift ? (isMac ? "⇧" : "Shift ") : ""}${shown}`;
}

/** Keys as a person reads them. */
export const readable = (keys: string) => keys.split(" ").map(strokeOf).join(" ");
