import { X } from "lucide-react";
import { IconButton } from "@/ui/button";

interface Props {
  names: string[];
  /** Whether there was no place for it; else it was secret. */
  noPlace: boolean;
  onClose: () => void;
}

/** Says what of a kept exchange, or of a free request, is not in the draft. */
export function LeftOut({ names, noPlace, onClose }: Props) {
  return (
    <section
      aria-label="Left out"
      className="flex shrink-0 items-center gap-2 border-b border-line bg-sunken px-3 py-1 text-muted"
    >
      <p className="min-w-0 flex-1 break-words">
        {noPlace
          ? `Left out: ${names.join("; ")}.`
          : `Not in this draft, since secrets are never kept: ${names.join(", ")}. Saved credentials are added when it is sent.`}
      </p>
      <IconButton label="Understood" onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </section>
  );
}
