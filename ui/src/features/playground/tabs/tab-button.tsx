import { LoaderCircle, X } from "lucide-react";
import { useKeys } from "@/lib/bindings";
import { MethodBadge } from "@/ui/badge";
import { useSends } from "../sending/send-store";
import { isLive, useSockets } from "../socket/socket-store";
import { PANEL, type TabName, tabElementId } from "./tab-name";
import type { RequestTab } from "./tab-store";

interface Props {
  tab: RequestTab;
  name: TabName;
  chosen: boolean;
  /** Whether the Tab key comes to it. */
  focusable: boolean;
  onShow: () => void;
  onClose: () => void;
  onKeyDown: (event: React.KeyboardEvent) => void;
}

/** A middle click closes, and does not begin to scroll. */
const closedByMiddle = (close: () => void) => ({
  onAuxClick: (event: React.MouseEvent) => event.button === 1 && close(),
  onMouseDown: (event: React.MouseEvent) => event.button === 1 && event.preventDefault(),
});

/** One open request in the strip. */
export function TabButton({ tab, name, chosen, focusable, onShow, onClose, onKeyDown }: Props) {
  const running = useSends((s) => s.running[tab.id] !== undefined);
  const live = useSockets((s) => isLive(s.all[tab.id]));
  const closeKeys = useKeys("close-tab");
  return (
    <div
      role="presentation"
      className={`flex shrink-0 items-center border-r border-line ${chosen ? "bg-surface shadow-[inset_0_2px_0_var(--primary)]" : "hover:bg-surface"}`}
    >
      <button
        type="button"
        role="tab"
        id={tabElementId(tab)}
        aria-selected={chosen}
        aria-controls={chosen ? PANEL : undefined}
        tabIndex={focusable ? 0 : -1}
        title={`${name.method} ${name.whole}`}
        onClick={onShow}
        {...closedByMiddle(onClose)}
        onKeyDown={onKeyDown}
        className={`flex min-h-9 items-center gap-1.5 pr-1 pl-3 -outline-offset-2 ${chosen ? "text-fg" : "text-muted"}`}
      >
        <MethodBadge method={name.method} inline />
        <span className="truncate-line max-w-40 text-xs">{name.name}</span>
        {tab.edited && (
          <span className="size-2 rounded-full bg-primary">
            <span className="sr-only">not saved</span>
          </span>
        )}
        {running && <LoaderCircle size={12} className="animate-spin" aria-label="sending" />}
        {live && (
          <span className="size-2 rounded-full bg-success">
            <span className="sr-only">connected</span>
          </span>
        )}
      </button>
      {/* Delete and a command close it without the pointer: a tab holds no buttons. */}
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        title={chosen && closeKeys ? `Close (${closeKeys})` : "Close"}
        onClick={onClose}
        {...closedByMiddle(onClose)}
        className="mr-1 grid size-6 place-items-center rounded text-subtle hover:bg-line hover:text-fg max-md:size-9"
      >
        <X size={12} />
      </button>
    </div>
  );
}
