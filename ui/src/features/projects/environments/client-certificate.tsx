import { FileKey2, X } from "lucide-react";
import { useRef } from "react";
import { toast } from "sonner";
import type { NewEnvironment } from "@/api/types";
import { base64Of } from "@/lib/base64";
import { Button, IconButton } from "@/ui/button";
import type { IdentityFile } from "./form";
import { partsOfPem } from "./pem";
import { TextField } from "./text-field";

/** Largest file that is taken, in bytes. */
const MOST_BYTES = 512 * 1024;

interface Props {
  setup: NewEnvironment;
  identity: IdentityFile | null;
  onIdentity: (identity: IdentityFile | null) => void;
  onSecret: (name: string, value: string) => void;
  onEdit: (change: Partial<NewEnvironment>) => void;
}

/** What the client shows to the server: a file with its key, or texts in PEM. */
export function ClientCertificate({ setup, identity, onIdentity, onSecret, onEdit }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      toast.error(`${file.name} is too large for a certificate with its key.`);
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const pem = partsOfPem(new TextDecoder().decode(bytes));
    if (!pem) {
      onIdentity({ name: file.name, pkcs12: base64Of(bytes), password: "" });
      return;
    }
    onIdentity(null);
    if (pem.certificates) onEdit({ clientCertificate: pem.certificates });
    if (pem.key) onSecret("clientKey", pem.key);
  };
  return (
    <fieldset className="flex flex-col gap-2 sm:col-span-2">
      <legend className="mb-1">Client certificate, for mutual TLS</legend>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => chooser.current?.click()}>
          <FileKey2 size={14} aria-hidden /> Choose a file…
        </Button>
        <span className="text-muted">.p12, .pfx or PEM</span>
        <input
          ref={chooser}
          type="file"
          aria-label="File of the client certificate"
          accept=".p12,.pfx,.pem,.crt,.cer,.key"
          className="sr-only"
          tabIndex={-1}
          onChange={(e) => {
            void choose(e.target.files?.[0]);
            e.target.value = "";
          }}
        />
      </div>
      {identity ? (
        <div className="panel flex flex-col gap-2 p-3">
          <p className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-xs">{identity.name}</span>
            <IconButton label="Do not use this file" onClick={() => onIdentity(null)}>
              <X size={14} aria-hidden />
            </IconButton>
          </p>
          <TextField
            label="Password of the file"
            type="password"
            autoComplete="off"
            placeholder="empty where it has none"
            value={identity.password}
            onChange={(password) => onIdentity({ ...identity, password })}
          />
          <p className="text-muted">
            Its certificate and key take the place of those before when you save; the password is
            not kept.
          </p>
        </div>
      ) : (
        <textarea
          className="field py-1 font-mono text-xs"
          aria-label="Client certificate (PEM)"
          rows={4}
          spellCheck={false}
          placeholder="-----BEGIN CERTIFICATE-----"
          value={setup.clientCertificate ?? ""}
          onChange={(e) => onEdit({ clientCertificate: e.target.value })}
        />
      )}
    </fieldset>
  );
}
