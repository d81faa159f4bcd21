import { ArrowDownLeft, ArrowUpRight, Copy } from "lucide-react";
import type { SocketMessage } from "@/api/types";
import { copy } from "@/lib/copy";
import { bytes, clock } from "@/lib/format";
import { Badge } from "../badge";
import { IconButton } from "../button";
import { prettyOf, saidBy } from "./messages";

/** Longest beginning of a message in the list, in UTF-16 units. */
const SHORT = 300;

const time = (iso: string) =>
  `${clock(iso)}.${String(new Date(iso).getMilliseconds()).padStart(3, "0")}`;

interface Props {
  message: SocketMessage;
  open: boolean;
  onTurn: () => void;
}

/** One message; it opens to the whole of it. */
export function MessageRow({ message, open, onTurn }: Props) {
  const isSent = message.direction === "sent";
  const Icon = isSent ? ArrowUpRight : ArrowDownLeft;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={onTurn}
        className="flex min-h-8 w-full items-center gap-2 px-3 text-left -outline-offset-2 hover:bg-sunken max-md:min-h-11"
      >
        <Icon
          size={14}
          className={`shrink-0 ${isSent ? "text-link" : "text-success"}`}
          aria-label={isSent ? "sent" : "received"}
        />
        {message.kind !== "text" && (
          <Badge tone="neutral" icon={false}>
            {message.kind}
            {message.code != null && ` ${message.code}`}
          </Badge>
        )}
        <span className="truncate-line min-w-0 flex-1 font-mono text-xs">
          {saidBy(message).slice(0, SHORT)}
        </span>
        <span className="shrink-0 text-xs text-muted tabular-nums">{bytes(message.bytes)}</span>
        <time dateTime={message.at} className="shrink-0 text-xs text-muted tabular-nums">
          {time(message.at)}
        </time>
      </button>
      {open && <Whole message={message} />}
    </>
  );
}

function Whole({ message }: { message: SocketMessage }) {
  const text = prettyOf(message);
  return (
    <div className="flex items-start gap-2 bg-sunken px-3 py-2">
      <pre
        tabIndex={0}
        className="max-h-80 min-w-0 flex-1 overflow-auto break-words whitespace-pre-wrap"
      >
        {text === "" ? "(empty)" : text}
        {message.truncated && "\n… only the beginning was kept"}
      </pre>
      <IconButton label="Copy the message" onClick={() => copy(saidBy(message), "Message")}>
        <Copy size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
