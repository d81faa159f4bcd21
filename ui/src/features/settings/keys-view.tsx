import { useState } from "react";
import { resetKeys, setSingleKeys, useBindings } from "@/lib/bindings";
import { COMMAND_IDS, type CommandId, commandOf } from "@/lib/commands";
import { Button } from "@/ui/button";
import { FilterField } from "@/ui/filter-field";
import { EmptyState } from "@/ui/states";
import { KeyRow } from "./key-row";

const PLACES = [...new Set(COMMAND_IDS.map((id) => commandOf(id).where))];

/** Every command and its keys, which can be others. */
export function KeysView() {
  const { bound, singleKeys } = useBindings();
  const [text, setText] = useState("");
  const [recording, setRecording] = useState<CommandId | null>(null);
  const shown = COMMAND_IDS.filter((id) =>
    commandOf(id).label.toLowerCase().includes(text.trim().toLowerCase()),
  );
  return (
    <div className="flex w-full max-w-3xl flex-col gap-4 p-4">
      <section aria-label="Single keys" className="panel p-4">
        <label className="row max-md:min-h-11">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(e) => setSingleKeys(e.target.checked)}
          />
          Single keys are shortcuts
        </label>
        <p className="text-muted">
          Off, letters typed outside a field do nothing; combinations and function keys still work.
        </p>
      </section>
      <div className="flex flex-wrap items-center gap-2">
        <FilterField
          className="min-w-40 flex-1 md:max-w-72"
          label="Filter commands"
          placeholder="Filter by name"
          value={text}
          onChange={setText}
        />
        <Button
          className="ml-auto"
          disabled={Object.keys(bound).length === 0}
          onClick={() => resetKeys()}
        >
          Reset all
        </Button>
      </div>
      {shown.length === 0 && (
        <EmptyState action={<Button onClick={() => setText("")}>Clear the filter</Button>}>
          No command has this name.
        </EmptyState>
      )}
      {PLACES.map((place) => {
        const here = shown.filter((id) => commandOf(id).where === place);
        return here.length === 0 ? null : (
          <section key={place} aria-label={place}>
            <h2 className="mb-1">{place}</h2>
            <ul className="panel divide-y divide-line">
              {here.map((id) => (
                <KeyRow
                  key={id}
                  id={id}
                  recording={recording === id}
                  onRecord={(on) => setRecording(on ? id : null)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
