import type { Draft } from "@/api/types";

interface Props {
  draft: Draft;
  onEdit: (change: Partial<Draft>) => void;
}

/** The subprotocols that are offered when a WebSocket is opened. */
export function Subprotocols({ draft, onEdit }: Props) {
  const names = draft.socket?.subprotocols ?? [];
  return (
    <label className="flex flex-col gap-1 p-3">
      Subprotocols, one a line; the one that is liked best first
      <textarea
        className="field h-28 py-2 font-mono text-xs"
        placeholder="graphql-transport-ws"
        spellCheck={false}
        value={names.join("\n")}
        onChange={(e) =>
          onEdit({
            socket: { subprotocols: e.target.value === "" ? [] : e.target.value.split("\n") },
          })
        }
      />
      <span className="text-muted">
        The server chooses one of them, or none (RFC 6455 §1.9). One that was not offered ends the
        connection.
      </span>
    </label>
  );
}
