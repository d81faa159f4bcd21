import { ChevronDown, ChevronUp, X } from "lucide-react";
import { PLACES } from "@/lib/find-in";
import { IconButton } from "../button";

interface Props {
  words: string;
  onWords: (words: string) => void;
  count: number;
  at: number;
  onGo: (at: number) => void;
  onClose: () => void;
}

/** Searches a text: Enter goes on, Shift Enter back, Esc ends. */
export function FindBar({ words, onWords, count, at, onGo, onClose }: Props) {
  const step = (by: number) => count > 0 && onGo((at + by + count) % count);
  return (
    <search className="flex items-center gap-1 border-b border-line px-2 py-1">
      <input
        // biome-ignore lint/a11y/noAutofocus: a person has just asked for it
        autoFocus
        type="search"
        className="field max-w-64"
        aria-label="Search in the body"
        placeholder="Search in the body"
        value={words}
        onChange={(e) => onWords(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter") step(e.shiftKey ? -1 : 1);
          else if (e.key === "Escape") onClose();
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
      />
      <span className="min-w-20 text-muted" aria-live="polite">
        {words === ""
          ? ""
          : count === 0
            ? "not there"
            : `${at + 1} of ${count}${count === PLACES ? "+" : ""}`}
      </span>
      <IconButton label="Previous place" disabled={count === 0} onClick={() => step(-1)}>
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton label="Next place" disabled={count === 0} onClick={() => step(1)}>
        <ChevronDown size={14} aria-hidden />
      </IconButton>
      <IconButton label="End the search" onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </search>
  );
}
