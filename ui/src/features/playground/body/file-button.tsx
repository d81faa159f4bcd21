import { Upload } from "lucide-react";
import { useRef } from "react";
import { toast } from "sonner";
import type { BodyField } from "@/api/types";
import { bytes } from "@/lib/format";
import { IconButton } from "@/ui/button";
import { base64Of } from "./form-text";

/** The largest file that a draft carries, in bytes: it travels in base64. */
const MOST_BYTES = 20_000_000;

/** Chooses the file of a field. */
export function FileButton({
  called,
  onFile,
}: {
  called: string;
  onFile: (f: Partial<BodyField>) => void;
}) {
  const chooser = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      toast.error(`${file.name} has ${bytes(file.size)}; a file may have ${bytes(MOST_BYTES)}.`);
      return;
    }
    const content = new Uint8Array(await file.arrayBuffer());
    const contentType = file.type || null;
    onFile({
      fileName: file.name,
      contentType,
      base64: base64Of(content),
      value: "",
      enabled: true,
    });
  };
  return (
    <>
      <IconButton label={`Choose a file for ${called}`} onClick={() => chooser.current?.click()}>
        <Upload size={14} aria-hidden />
      </IconButton>
      <input
        ref={chooser}
        type="file"
        aria-label={`File of ${called}`}
        className="sr-only"
        tabIndex={-1}
        onChange={(e) => {
          void choose(e.target.files?.[0]);
          e.target.value = "";
        }}
      />
    </>
  );
}
