// The `{{name}}` that is being written at a place in a text.

export interface OpenVariable {
  /** Where its braces begin. */
  from: number;
  /** What of its name is written. */
  word: string;
}

/** The variable whose braces are open before the caret; none where they are closed. */
export function openAt(text: string, caret: number): OpenVariable | null {
  const from = text.lastIndexOf("{{", caret - 1);
  if (from < 0 || from + 2 > caret) return null;
  const word = text.slice(from + 2, caret);
  return /[{}\s/?&"]/.test(word.trimStart()) ? null : { from, word: word.trimStart() };
}

/** The text with the variable written whole, and where the caret is then. */
export function complete(text: string, caret: number, from: number, name: string) {
  const rest = text.slice(caret).replace(/^[\w.-]*\s*\}\}/, "");
  const written = `${text.slice(0, from)}{{${name}}}`;
  return { text: written + rest, caret: written.length };
}
