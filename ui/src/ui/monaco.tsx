import * as monaco from "monaco-editor/editor";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import JsonWorker from "monaco-editor/language/json/json.worker?worker";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/features/json/register";
import "monaco-editor/languages/definitions/graphql/register";
import "monaco-editor/languages/definitions/yaml/register";
import "monaco-editor/languages/definitions/xml/register";
import { useEffect, useRef } from "react";
import { useTheme } from "@/lib/theme";
import { type EditorAssist, follow } from "./monaco-assist";
import { describe, type EditorFix, offer, withdraw } from "./monaco-json";
import { keepModel, takeModel } from "./monaco-models";
import { define } from "./monaco-theme";

export interface EditorMarker {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  severity: string;
  message: string;
  /** Edits that would mend it. */
  fixes?: EditorFix[];
}

export interface EditorProps {
  label: string;
  /** Under this its text, undo, selection and scrolling are held while it is not shown; see
   * `forgetEditors`. */
  modelKey?: string;
  value: string;
  language: string;
  onChange?: (value: string) => void;
  readOnly?: boolean;
  markers?: EditorMarker[];
  /** Ctrl/⌘ Enter. */
  onSubmit?: () => void;
  /** A place to show; a new object moves the cursor there, and the focus unless quietly. */
  reveal?: { line: number; column: number; quietly?: boolean } | null;
  /** What completes and explains the text. */
  assist?: EditorAssist;
  /** What JSON is completed and explained by. */
  schema?: unknown;
  /** It may be a few lines high. */
  short?: boolean;
}

self.MonacoEnvironment = {
  getWorker: (_, label) => (label === "json" ? new JsonWorker() : new EditorWorker()),
};
define();

const SEVERITY: Record<string, monaco.MarkerSeverity> = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
  hint: monaco.MarkerSeverity.Hint,
};

export default function Monaco({
  label,
  modelKey,
  value,
  language,
  onChange,
  readOnly,
  markers,
  onSubmit,
  reveal,
  assist,
  schema,
  short,
}: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  // What was told and has not come back as `value` yet: typing is ahead of drawing.
  const told = useRef<string[]>([]);
  const calls = useRef({ onChange, onSubmit });
  calls.current = { onChange, onSubmit };
  const dark = useTheme((t) => t.dark);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the rest follows by itself
  useEffect(() => {
    if (!place.current) return;
    const kept = modelKey === undefined ? undefined : takeModel(modelKey, value);
    const made = monaco.editor.create(place.current, {
      ...(kept ? { model: kept.model } : { value, language }),
      readOnly,
      ariaLabel: label,
      automaticLayout: true,
      minimap: { enabled: false },
      fontFamily: '"Fira Code", ui-monospace, monospace',
      fontSize: 13,
      lineNumbersMinChars: 3,
      scrollBeyondLastLine: false,
      tabSize: 2,
      fixedOverflowWidgets: true,
      wordWrap: "on",
      accessibilitySupport: "on",
      padding: { top: 8, bottom: 8 },
    });
    if (kept) {
      monaco.editor.setModelLanguage(kept.model, language);
      if (kept.view) made.restoreViewState(kept.view);
    }
    made.onDidChangeModelContent(({ isFlush }) => {
      if (isFlush) return;
      const text = made.getValue();
      told.current.push(text);
      calls.current.onChange?.(text);
    });
    made.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => calls.current.onSubmit?.());
    editor.current = made;
    return () => {
      // What follows the model ends with the editor: the model goes last.
      const model = made.getModel();
      const view = made.saveViewState();
      made.dispose();
      if (modelKey !== undefined && model) keepModel(modelKey, model, view);
      else model?.dispose();
    };
  }, []);

  useEffect(() => monaco.editor.setTheme(dark ? "fairlead-dark" : "fairlead-light"), [dark]);

  useEffect(() => {
    const made = editor.current;
    if (!made) return;
    const at = told.current.lastIndexOf(value);
    told.current = told.current.slice(at + 1);
    // An older text of its own must not take back what was typed since.
    if (at >= 0 || made.getValue() === value) return;
    told.current = [];
    made.setValue(value);
  }, [value]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelLanguage(model, language);
  }, [language]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    const shown = (markers ?? []).map((m) => ({
      startLineNumber: m.line,
      startColumn: m.column,
      endLineNumber: m.endLine,
      endColumn: m.endColumn,
      severity: SEVERITY[m.severity] ?? monaco.MarkerSeverity.Info,
      message: m.message,
      fixes: m.fixes ?? [],
    }));
    monaco.editor.setModelMarkers(model, "fairlead", shown);
    const fixes = shown.flatMap((marker) => marker.fixes.map((fix) => ({ ...fix, marker })));
    offer(model, fixes);
    return () => withdraw(model);
  }, [markers]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model && schema) return describe(model, schema);
  }, [schema]);

  useEffect(() => {
    const made = editor.current;
    if (!made || !reveal) return;
    made.setPosition({ lineNumber: reveal.line, column: reveal.column });
    made.revealLineInCenter(reveal.line);
    if (!reveal.quietly) made.focus();
  }, [reveal]);

  useEffect(() => {
    if (editor.current && assist) return follow(editor.current, assist);
  }, [assist]);

  const least = short ? "min-h-20" : "min-h-40";
  return <div ref={place} className={`h-full w-full ${least}`} data-editor={label} />;
}
