import { useEffect, useRef, useState } from "react";
import { useShortcut } from "@/lib/shortcuts";

interface Options {
  /** The row that is chosen: -1 for none. */
  chosen: number;
  /** Told of the row that J or K came to. */
  onMove?: (row: number) => void;
  peekable: boolean;
}

const numberOf = (row: HTMLElement) => Number(row.dataset.row);

/** J, K, the arrows and Space in a list whose rows carry `data-row`. */
export function useRows({ chosen, onMove, peekable }: Options) {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(chosen);
  const [peeking, setPeeking] = useState(false);
  useEffect(() => {
    if (chosen >= 0) setAt(chosen);
  }, [chosen]);
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const rowAt = (number: number) => rows().find((row) => numberOf(row) === number);

  const step = (by: 1 | -1) => {
    const all = rows();
    const now = all.findIndex((row) => numberOf(row) === at);
    const next = all[now < 0 ? 0 : now + by];
    if (!next) return;
    setAt(numberOf(next));
    // While something is peeked at, the focus stays there.
    if (peeking) next.scrollIntoView({ block: "nearest" });
    else next.focus();
    onMove?.(numberOf(next));
  };
  useShortcut("list-next", () => step(1));
  useShortcut("list-previous", () => step(-1));

  const close = () => {
    setPeeking(false);
    rowAt(at)?.focus();
  };
  const peek = () => {
    if (peeking) return close();
    const row = rowAt(at) ?? rows()[0];
    if (!row) return;
    setAt(numberOf(row));
    setPeeking(true);
  };
  useShortcut("list-peek", peek, peekable);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  };
  const onFocus = (event: React.FocusEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (row) setAt(numberOf(row));
  };
  return { list, at, peeking, close, events: { onKeyDown, onFocus } };
}
