import { useRef, useState } from "react";
import { bind, conflictsOf, keysOf, resetKeys, useBindings } from "@/lib/bindings";
import { type CommandId, commandOf } from "@/lib/commands";
import { readable } from "@/lib/keys";
import { Button } from "@/ui/button";
import { useRecorder } from "./use-recorder";

interface Props {
  id: CommandId;
  recording: boolean;
  onRecord: (on: boolean) => void;
}

/** A command, its keys, and how it gets others. */
export function KeyRow({ id, recording, onRecord }: Props) {
  const keys = useBindings((b) => keysOf(id, b));
  const changed = useBindings((b) => b.bound[id] !== undefined);
  const [wanted, setWanted] = useState<string | null>(null);
  const change = useRef<HTMLButtonElement>(null);
  const conflicts = wanted === null ? [] : conflictsOf(id, wanted);
  const finish = () => {
    setWanted(null);
    change.current?.focus();
  };
  const pressed = useRecorder(recording, {
    onDone: (found) => {
      onRecord(false);
      if (conflictsOf(id, found).length > 0) setWanted(found);
      else bind(id, found);
    },
    onCancel: () => onRecord(false),
  });
  const { label } = commandOf(id);
  return (
    <li className="px-3 py-1.5">
      <div className="flex flex-wrap items-center gap-x-2">
        <span className="min-w-0 flex-1 basis-40">{label}</span>
        {!recording && (
          <span aria-label={`Keys of ${label}`} role="group">
            {keys ? (
              <kbd className="kbd">{readable(keys)}</kbd>
            ) : (
              <span className="text-subtle">none</span>
            )}
          </span>
        )}
        {changed && !recording && (
          <Button look="ghost" aria-label={`Reset ${label}`} onClick={() => resetKeys(id)}>
            Reset
          </Button>
        )}
        <Button
          ref={change}
          aria-label={recording ? `Press the keys for ${label}` : `Change ${label}`}
          aria-pressed={recording}
          onClick={() => {
            setWanted(null);
            onRecord(!recording);
          }}
          onBlur={() => recording && onRecord(false)}
        >
          {recording ? `${pressed ? readable(pressed) : "Press the keys"}…` : "Change"}
        </Button>
      </div>
      {recording && (
        <p role="status" className="text-right text-xs text-subtle">
          One key, two one after the other, or a combination. Esc cancels, Backspace takes the keys
          away.
        </p>
      )}
      {wanted !== null && conflicts.length > 0 && (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2 py-1">
          <span className="mr-auto text-warning">
            {readable(wanted)} is in the way of{" "}
            {conflicts
              .map((other) => `“${commandOf(other).label}” (${readable(keysOf(other))})`)
              .join(", ")}
            .
          </span>
          <Button
            onClick={() => {
              bind(id, wanted);
              finish();
            }}
          >
            Take the keys
          </Button>
          <Button look="ghost" onClick={finish}>
            Leave it
          </Button>
        </div>
      )}
    </li>
  );
}
