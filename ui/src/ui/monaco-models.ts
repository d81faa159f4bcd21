// Models of editors that are not shown now, with what they looked like.
import * as monaco from "monaco-editor/editor";
import { heldEditor, holdEditor } from "./editor-models";

/** A text with its history, and how far it was scrolled and what was selected. */
class HeldModel {
  constructor(
    readonly model: monaco.editor.ITextModel,
    readonly view: monaco.editor.ICodeEditorViewState | null,
  ) {}

  dispose() {
    this.model.dispose();
  }
}

/** The model that is held under a key, with this text; else a new one. */
export function takeModel(key: string, value: string): HeldModel {
  const found = heldEditor(key);
  if (!(found instanceof HeldModel) || found.model.isDisposed())
    return new HeldModel(monaco.editor.createModel(value), null);
  if (found.model.getValue() !== value) {
    // It was changed elsewhere: that can be undone too.
    found.model.pushStackElement();
    found.model.pushEditOperations(
      [],
      [{ range: found.model.getFullModelRange(), text: value }],
      () => null,
    );
    found.model.pushStackElement();
  }
  return found;
}

/** Holds a model for the next editor of its key. */
export function keepModel(
  key: string,
  model: monaco.editor.ITextModel,
  view: monaco.editor.ICodeEditorViewState | null,
) {
  holdEditor(key, new HeldModel(model, view));
}
