// Texts of editors that outlive them: what was typed can be undone after another tab was shown.
// Monaco itself is loaded late; here are only the keys.

interface Held {
  dispose: () => void;
}

const held = new Map<string, Held>();

export const heldEditor = (key: string) => held.get(key);

export function holdEditor(key: string, one: Held) {
  held.set(key, one);
}

/** Lets the texts go that belong to something, such as a request tab: their keys begin with it. */
export function forgetEditors(owner: string) {
  for (const [key, one] of held) {
    if (key !== owner && !key.startsWith(`${owner} `)) continue;
    held.delete(key);
    one.dispose();
  }
}
