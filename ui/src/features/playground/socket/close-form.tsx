import { type FormEvent, useState } from "react";
import { Button } from "@/ui/button";

/** Codes that a client may send, and what they say (RFC 6455 §7.4.1). */
const CODES = [
  [1000, "normal"],
  [1001, "going away"],
  [1002, "protocol error"],
  [1003, "unsupported data"],
  [1007, "invalid data"],
  [1008, "policy"],
  [1009, "too big"],
  [1011, "internal error"],
] as const;

interface Props {
  onClose: (code: number, reason: string) => Promise<void>;
  onDone: () => void;
}

/** Closes a WebSocket with a code and a reason. */
export function CloseForm({ onClose, onDone }: Props) {
  const [code, setCode] = useState("1000");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await onClose(Number(code), reason);
      onDone();
    } catch (failure) {
      setError((failure as Error).message);
    }
  };
  return (
    <form
      aria-label="Close the connection"
      onSubmit={submit}
      className="flex flex-wrap items-end gap-2 border-b border-line bg-sunken px-3 py-2"
    >
      <label className="flex flex-col gap-1">
        Code
        <input
          className="field w-40"
          list="close-codes"
          inputMode="numeric"
          required
          pattern="\d{4}"
          value={code}
          onChange={(e) => setCode(e.target.value)}
        />
        <datalist id="close-codes">
          {CODES.map(([number, name]) => (
            <option key={number} value={number}>
              {name}
            </option>
          ))}
        </datalist>
      </label>
      <label className="flex min-w-32 flex-1 flex-col gap-1">
        Reason
        <input
          className="field"
          maxLength={123}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
        />
      </label>
      <Button type="submit">Close it</Button>
      <Button look="ghost" onClick={onDone}>
        Keep it open
      </Button>
      {error && (
        <p role="alert" className="basis-full text-error">
          {error}
        </p>
      )}
    </form>
  );
}
