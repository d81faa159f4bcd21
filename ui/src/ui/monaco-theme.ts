import * as monaco from "monaco-editor/editor";
import { jsonDefaults } from "monaco-editor/languages/features/json/register";

/** Monaco in Fairlead's colours, with line numbers that can be read. */
export function define() {
  monaco.editor.defineTheme("fairlead-light", {
    base: "vs",
    inherit: true,
    rules: [],
    colors: {
      "editor.background": "#ffffff",
      "editorLineNumber.foreground": "#5f6775",
      "editorLineNumber.dimmedForeground": "#5f6775",
      "editorLineNumber.activeForeground": "#111827",
    },
  });
  monaco.editor.defineTheme("fairlead-dark", {
    base: "vs-dark",
    inherit: true,
    rules: [],
    colors: {
      "editor.background": "#1e293b",
      "editorLineNumber.foreground": "#94a3b8",
      "editorLineNumber.dimmedForeground": "#94a3b8",
      "editorLineNumber.activeForeground": "#f1f5f9",
    },
  });
  // What is wrong is said by the program, not by the editor's own JSON service.
  jsonDefaults.setDiagnosticsOptions({ validate: false });
}
