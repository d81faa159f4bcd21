import { type Candidate, nameFor } from "./template-candidates";

interface Props {
  candidates: Candidate[];
  /** The names of those that are fields, by their places. */
  names: Map<string, string>;
  onSet: (at: string, name: string | null) => void;
}

/** The values of a request; those that are ticked become fields. */
export const TemplateValues = ({ candidates, names, onSet }: Props) => (
  <fieldset className="max-h-56 overflow-auto rounded-md border border-line p-2">
    <legend className="px-1 text-muted">Values</legend>
    {candidates.length === 0 && <p className="text-muted">This request has no values.</p>}
    {candidates.map(({ at, value }) => {
      const field = names.get(at);
      return (
        <div key={at} className="row flex-wrap">
          <label className="row min-w-0 flex-1">
            <input
              type="checkbox"
              checked={field !== undefined}
              onChange={(e) => onSet(at, e.target.checked ? nameFor(at, names.values()) : null)}
            />
            <code className="shrink-0">{at.replace(/ \d+ /, " ")}</code>
            <span className="truncate-line min-w-0 text-muted">{value}</span>
          </label>
          {field !== undefined && (
            <input
              className="field max-w-40 font-mono text-xs"
              aria-label={`Field for ${at}`}
              value={field}
              onChange={(e) => onSet(at, e.target.value)}
            />
          )}
        </div>
      );
    })}
  </fieldset>
);
