import { Plus, Trash2, Upload } from "lucide-react";
import { useRef } from "react";
import { toast } from "sonner";
import type { BodyField, Violation } from "@/api/types";
import { bytes } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { base64Of } from "./form-text";
import { fieldOf } from "./reveal";

interface Props {
  fields: BodyField[];
  /** Whether fields can be files. */
  files: boolean;
  violations: Violation[];
  onChange: (fields: BodyField[]) => void;
}

/** The largest file that a draft carries, in bytes: it travels in base64. */
const MOST_BYTES = 20_000_000;

/** The fields of a form, each with a switch; in multipart a field can be a file. */
export function BodyFields({ fields, files, violations, onChange }: Props) {
  const set = (at: number, change: Partial<BodyField>) =>
    onChange(fields.map((field, n) => (n === at ? { ...field, ...change } : field)));
  const add = (field: Partial<BodyField> = {}) =>
    onChange([...fields, { name: "", value: "", enabled: true, ...field }]);
  return (
    <div className="flex flex-col gap-2 p-2">
      {fields.length === 0 && <p className="p-1 text-muted">No fields.</p>}
      {fields.map((field, n) => {
        const called = field.name || "the field";
        const isOn = field.enabled !== false;
        const wrong = violations.filter(
          (v) => isOn && v.in === "body" && field.name !== "" && fieldOf(v.pointer) === field.name,
        );
        const isFile = field.fileName != null || field.base64 != null;
        return (
          <div key={n}>
            <div className="flex items-center gap-2">
              <input
                type="checkbox"
                aria-label={`Send ${called}`}
                checked={isOn}
                onChange={(e) => set(n, { enabled: e.target.checked })}
              />
              <input
                className="field max-w-[40%] font-mono text-xs"
                aria-label="Name"
                placeholder="name"
                value={field.name}
                onChange={(e) => set(n, { name: e.target.value })}
              />
              {isFile ? (
                <span className="flex min-w-0 flex-1 items-center gap-2">
                  <span className="truncate-line min-w-0" title={field.fileName ?? ""}>
                    {field.fileName || "a file"}
                  </span>
                  <span className="shrink-0 text-muted">
                    {field.base64 == null
                      ? "not chosen yet"
                      : bytes(Math.floor((field.base64.length * 3) / 4))}
                  </span>
                </span>
              ) : (
                <input
                  className={`field font-mono text-xs ${wrong.length > 0 ? "field-error" : ""}`}
                  aria-label={`Value of ${called}`}
                  aria-invalid={wrong.length > 0}
                  data-value={field.name}
                  placeholder="value"
                  value={field.value ?? ""}
                  onChange={(e) => set(n, { value: e.target.value, enabled: true })}
                />
              )}
              {files && <FileButton called={called} onFile={(file) => set(n, file)} />}
              <IconButton
                label={`Remove ${called}`}
                onClick={() => onChange(fields.filter((_, at) => at !== n))}
              >
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </div>
            {files && isFile && (
              <label className="mt-1 flex items-center gap-2 pl-6 whitespace-nowrap text-muted">
                Media type
                <input
                  className="field max-w-60 font-mono text-xs"
                  placeholder="application/octet-stream"
                  value={field.contentType ?? ""}
                  onChange={(e) => set(n, { contentType: e.target.value || null })}
                />
                <Button
                  look="ghost"
                  onClick={() =>
                    set(n, { fileName: null, base64: null, contentType: null, value: "" })
                  }
                >
                  Make it a text
                </Button>
              </label>
            )}
            {wrong.length > 0 && (
              <p className="pl-6 text-error">{wrong.map((v) => v.message).join("; ")}</p>
            )}
          </div>
        );
      })}
      <div>
        <Button look="ghost" onClick={() => add()}>
          <Plus size={14} aria-hidden /> Add a field
        </Button>
      </div>
    </div>
  );
}

function FileButton({
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
