import { Trash2 } from "lucide-react";
import type { BodyField, Violation } from "@/api/types";
import { bytes } from "@/lib/format";
import { Button, IconButton } from "@/ui/button";
import { fieldOf } from "../request/reveal";
import { FileButton } from "./file-button";

interface Props {
  field: BodyField;
  /** Whether it can be a file. */
  files: boolean;
  violations: Violation[];
  onChange: (change: Partial<BodyField>) => void;
  onRemove: () => void;
}

/** One field of a form. */
export function BodyFieldRow({ field, files, violations, onChange, onRemove }: Props) {
  const called = field.name || "the field";
  const isOn = field.enabled !== false;
  const wrong = violations.filter(
    (v) => isOn && v.in === "body" && field.name !== "" && fieldOf(v.pointer) === field.name,
  );
  const isFile = field.fileName != null || field.base64 != null;
  return (
    <div>
      <div className="flex items-center gap-2">
        <input
          type="checkbox"
          aria-label={`Send ${called}`}
          checked={isOn}
          onChange={(e) => onChange({ enabled: e.target.checked })}
        />
        <input
          className="field max-w-[40%] font-mono text-xs"
          aria-label="Name"
          placeholder="name"
          value={field.name}
          onChange={(e) => onChange({ name: e.target.value })}
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
            onChange={(e) => onChange({ value: e.target.value, enabled: true })}
          />
        )}
        {files && <FileButton called={called} onFile={(file) => onChange(file)} />}
        <IconButton label={`Remove ${called}`} onClick={onRemove}>
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
            onChange={(e) => onChange({ contentType: e.target.value || null })}
          />
          <Button
            look="ghost"
            onClick={() => onChange({ fileName: null, base64: null, contentType: null, value: "" })}
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
}
