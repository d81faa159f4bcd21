import { useEffect, useRef, useState } from "react";
import { Editor } from "@/ui/editor";
import { type GraphqlRequest, operationNames, readGraphql, writeGraphql } from "./graphql";

interface Props {
  tabId: string;
  text: string;
  onChange: (text: string) => void;
  onSend: () => void;
}

const EMPTY: GraphqlRequest = { query: "", variables: "", operationName: "", rest: {} };

/** A GraphQL request: the document, its variables, and which of its operations is meant. */
export function GraphqlEditor({ tabId, text, onChange, onSend }: Props) {
  const [parts, setParts] = useState(() => readGraphql(text) ?? EMPTY);
  // What was written here has come back as `text`: only other texts are read.
  const written = useRef(text);
  useEffect(() => {
    if (text === written.current) return;
    written.current = text;
    setParts(readGraphql(text) ?? EMPTY);
  }, [text]);
  const edit = (change: Partial<GraphqlRequest>) => {
    const next = { ...parts, ...change };
    setParts(next);
    const made = writeGraphql(next);
    if (made === null) return;
    written.current = made;
    onChange(made);
  };
  const names = operationNames(parts.query);
  const isBroken = writeGraphql(parts) === null;
  return (
    <div className="flex h-full min-h-96 flex-col">
      <div className="min-h-40 flex-[2]">
        <Editor
          label="GraphQL document"
          modelKey={`${tabId} query`}
          language="graphql"
          value={parts.query}
          onChange={(query) => edit({ query })}
          onSubmit={onSend}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2 border-y border-line px-3 py-1">
        <b>Variables</b>
        {isBroken && <span className="text-error">not sent: this is no JSON object yet</span>}
        {names.length > 1 && (
          <select
            className="field ml-auto w-auto max-w-56"
            aria-label="Operation to run"
            value={parts.operationName}
            onChange={(e) => edit({ operationName: e.target.value })}
          >
            <option value="">Choose an operation…</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <div className="min-h-24 flex-1">
        <Editor
          label="Variables"
          modelKey={`${tabId} variables`}
          language="json"
          value={parts.variables}
          onChange={(variables) => edit({ variables })}
          onSubmit={onSend}
        />
      </div>
    </div>
  );
}
