import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { readChosen } from "@/api/import";
import type { SourceFile } from "@/api/types";
import { Button, IconButton } from "./button";

interface Props {
  files: SourceFile[];
  onChange: (files: SourceFile[]) => void;
  /** What else belongs in the line. */
  children?: ReactNode;
}

/** OpenAPI Overlay files that are laid over a description as it comes in, in this order. */
export function Overlays({ files, onChange, children }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <Button
        look="ghost"
        title="Changes that are laid over the description, such as answers or servers that it lacks"
        onClick={() => chooser.current?.click()}
      >
        Add an overlay
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        accept=".yaml,.yml,.json"
        aria-label="Overlays"
        className="sr-only"
        tabIndex={-1}
        onChange={async (event) => {
          const more = await readChosen(event.target.files ?? []);
          event.target.value = "";
          onChange([...files, ...more]);
        }}
      />
      <ol aria-label="Overlays to lay over it" className="flex flex-wrap gap-2">
        {files.map((file, place) => (
          <li key={file.name} className="flex items-center gap-1 rounded bg-sunken pl-2">
            <span className="break-all">{file.name}</span>
            <IconButton
              label={`Leave out ${file.name}`}
              onClick={() => onChange(files.filter((_, n) => n !== place))}
            >
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ol>
      {children}
    </div>
  );
}
