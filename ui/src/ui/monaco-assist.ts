// Completion and hover of one editor, told by whoever shows it.
import * as monaco from "monaco-editor/editor";

/** What can be written at a place; offsets count UTF-16 units of the text. */
export interface EditorSuggestion {
  label: string;
  kind: "key" | "value" | "name";
  detail?: string;
  about?: string;
  insert: string;
  from: number;
  to: number;
  /** Whether the next suggestions follow at once. */
  goesOn?: boolean;
}

export interface EditorAssist {
  complete(text: string, offset: number): EditorSuggestion[];
  /** What the word at an offset means. */
  explain(text: string, offset: number): { text: string; from: number; to: number } | undefined;
}

const KINDS = {
  key: monaco.languages.CompletionItemKind.Property,
  value: monaco.languages.CompletionItemKind.EnumMember,
  name: monaco.languages.CompletionItemKind.Reference,
};

/** Has an editor complete and explain its text, until the returned function is called. */
export function follow(
  editor: monaco.editor.IStandaloneCodeEditor,
  assist: EditorAssist,
): () => void {
  editor.updateOptions({
    wordBasedSuggestions: "off",
    quickSuggestions: { other: true, strings: true, comments: false },
  });
  const language = editor.getModel()?.getLanguageId() ?? "plaintext";
  const range = (model: monaco.editor.ITextModel, from: number, to: number) =>
    monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to));
  const registered = [
    monaco.languages.registerCompletionItemProvider(language, {
      triggerCharacters: [" ", '"', "/", "-"],
      provideCompletionItems(model, position) {
        if (model !== editor.getModel()) return null;
        const found = assist.complete(plain(model), model.getOffsetAt(position));
        return { suggestions: found.map((one, n) => item(one, n, range(model, one.from, one.to))) };
      },
    }),
    monaco.languages.registerHoverProvider(language, {
      provideHover(model, position) {
        if (model !== editor.getModel()) return null;
        const found = assist.explain(plain(model), model.getOffsetAt(position));
        if (!found) return null;
        return { range: range(model, found.from, found.to), contents: [{ value: found.text }] };
      },
    }),
  ];
  return () => {
    for (const one of registered) one.dispose();
  };
}

/** The text as the offsets of the model count it. */
const plain = (model: monaco.editor.ITextModel) => model.getValue();

function item(one: EditorSuggestion, nth: number, range: monaco.IRange) {
  return {
    label: { label: one.label, description: one.detail },
    kind: KINDS[one.kind],
    documentation: one.about ? { value: one.about } : undefined,
    insertText: one.insert,
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.KeepWhitespace,
    // What is between quotes is found by what it stands for, too.
    filterText: one.insert.startsWith('"') ? `${one.insert} ${one.label}` : one.label,
    sortText: `${nth}`.padStart(4, "0"),
    range,
    command: one.goesOn
      ? { id: "editor.action.triggerSuggest", title: "Suggest what follows" }
      : undefined,
  };
}
