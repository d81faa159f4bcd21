// JSON with a schema: keys and values are completed and explained by the editor's own language
// service. What is wrong is marked by Rust, which also offers the edits that mend it.
import * as monaco from "monaco-editor/editor";
import { jsonDefaults } from "monaco-editor/languages/features/json/register";

export interface EditorFix {
  title: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  text: string;
}

const schemas = new Map<string, unknown>();

function tell() {
  jsonDefaults.setDiagnosticsOptions({
    ...jsonDefaults.diagnosticsOptions,
    schemaValidation: "ignore",
    schemaRequest: "ignore",
    enableSchemaRequest: false,
    schemas: [...schemas].map(([uri, schema]) => ({
      uri: `${uri}.schema.json`,
      fileMatch: [uri],
      schema,
    })),
  });
}

/** Completes and explains a text by a schema, until the returned function is called. */
export function describe(model: monaco.editor.ITextModel, schema: unknown): () => void {
  const uri = model.uri.toString();
  schemas.set(uri, schema);
  tell();
  return () => {
    schemas.delete(uri);
    tell();
  };
}

interface Offered extends EditorFix {
  marker: monaco.editor.IMarkerData;
}

const offers = new Map<string, Offered[]>();

/** Offers edits for the problems of a text. */
export function offer(model: monaco.editor.ITextModel, offered: Offered[]) {
  offers.set(model.uri.toString(), offered);
}

/** Offers nothing any more. */
export function withdraw(model: monaco.editor.ITextModel) {
  offers.delete(model.uri.toString());
}

monaco.languages.registerCodeActionProvider("json", {
  provideCodeActions(model, range) {
    const near = (offers.get(model.uri.toString()) ?? []).filter(({ marker }) =>
      monaco.Range.areIntersectingOrTouching(range, marker),
    );
    const actions = near.map((fix, at) => ({
      title: fix.title,
      kind: "quickfix",
      diagnostics: [fix.marker],
      isPreferred: at === 0,
      edit: {
        edits: [
          {
            resource: model.uri,
            versionId: undefined,
            textEdit: {
              range: new monaco.Range(fix.line, fix.column, fix.endLine, fix.endColumn),
              text: fix.text,
            },
          },
        ],
      },
    }));
    return { actions, dispose: () => {} };
  },
});
