import type { Draft } from "@/api/types";
import { MethodBadge } from "@/ui/badge";
import { addressOf } from "./address-query";
import { METHODS, withUrl } from "./free";
import { isRequest } from "./paste";
import { usePaste } from "./use-paste";
import { VariableInput } from "./variable-input";

interface Props {
  draft: Draft;
  onEdit: (change: Partial<Draft>) => void;
  onSend: () => void;
}

/** The method and the address of a request that calls no operation. */
export function FreeAddress({ draft, onEdit, onSend }: Props) {
  const { method, url } = draft.free ?? { method: "GET", url: "" };
  const isSocket = draft.socket != null;
  const paste = usePaste(draft, onEdit);
  // A request to nowhere yet wants its address first.
  const isNew = /^[a-z]+:\/\/$/.test(url);
  return (
    <div className="flex min-w-48 flex-1 items-center gap-2 max-md:order-last max-md:basis-full">
      {isSocket ? (
        <MethodBadge method="WS" inline />
      ) : (
        <>
          <input
            className="field w-24 shrink-0 font-mono text-xs font-semibold"
            aria-label="Method"
            list="free-methods"
            spellCheck={false}
            value={method}
            onChange={(e) => onEdit({ free: { method: e.target.value.toUpperCase(), url } })}
          />
          <datalist id="free-methods">
            {METHODS.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      <VariableInput
        target={draft.target}
        className="field min-w-0 flex-1 font-mono text-xs"
        aria-label="Address"
        title="Paste an address or a curl command"
        autoFocus={isNew}
        // Whoever writes another scheme, or none, need not take this one away.
        onFocus={(e) => isNew && e.target.select()}
        onKeyDown={(e) => {
          if (e.key === "Enter" && !e.ctrlKey && !e.metaKey && !e.nativeEvent.isComposing) onSend();
        }}
        onPaste={(e) => {
          const text = e.clipboardData.getData("text/plain");
          if (!isRequest(text)) return;
          e.preventDefault();
          paste(text);
        }}
        placeholder={isSocket ? "wss://api.example.com/live" : "https://api.example.com/ships/{id}"}
        spellCheck={false}
        value={addressOf(draft)}
        onText={(text) => onEdit(withUrl(draft, text))}
      />
    </div>
  );
}
