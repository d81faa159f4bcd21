import type { Environment, NewEnvironment } from "@/api/types";
import { secretName } from "@/ui/auth-names";
import { SecretField } from "@/ui/secret-field";
import { ClientCertificate } from "./client-certificate";
import type { IdentityFile } from "./form";
import { TextField } from "./text-field";

interface Props {
  setup: NewEnvironment;
  environment: Environment | undefined;
  secrets: Record<string, string>;
  onSecret: (name: string, value: string) => void;
  onEdit: (change: Partial<NewEnvironment>) => void;
  identity: IdentityFile | null;
  onIdentity: (identity: IdentityFile | null) => void;
}

/** How the server is reached: what most environments leave as it is. */
export function ConnectionFields(props: Props) {
  const { setup, environment, secrets, onSecret, onEdit, identity, onIdentity } = props;
  const secret = (name: string, long = false) => (
    <SecretField
      label={secretName(name)}
      long={long}
      kept={environment?.secrets.find((s) => s.name === name)}
      value={secrets[name] ?? ""}
      onChange={(value) => onSecret(name, value)}
    />
  );
  const number = (text: string) => (text === "" ? null : Number(text));
  return (
    <details>
      <summary className="cursor-pointer font-medium">Proxy, certificates, time limits</summary>
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        <TextField
          className="sm:col-span-2"
          label="Proxy"
          placeholder="http://proxy.example.com:8080"
          value={setup.proxyUrl ?? ""}
          onChange={(proxyUrl) => onEdit({ proxyUrl })}
        />
        {setup.proxyUrl && (
          <TextField
            label="Name for the proxy"
            autoComplete="off"
            placeholder="where it wants one"
            value={setup.proxyUsername ?? ""}
            onChange={(proxyUsername) => onEdit({ proxyUsername })}
          />
        )}
        {setup.proxyUrl && setup.proxyUsername && secret("proxyPassword")}
        <ClientCertificate
          setup={setup}
          identity={identity}
          onIdentity={onIdentity}
          onSecret={onSecret}
          onEdit={onEdit}
        />
        {!identity && setup.clientCertificate && secret("clientKey", true)}
        <label className="flex flex-col gap-1 sm:col-span-2">
          Certificates trusted besides the system's (PEM)
          <textarea
            className="field py-1 font-mono text-xs"
            rows={4}
            placeholder="-----BEGIN CERTIFICATE-----"
            value={setup.caCertificate ?? ""}
            onChange={(e) => onEdit({ caCertificate: e.target.value })}
          />
        </label>
        <TextField
          label="An exchange takes at most, ms"
          type="number"
          min={1}
          max={120000}
          placeholder="30000"
          value={String(setup.timeoutMs ?? "")}
          onChange={(text) => onEdit({ timeoutMs: number(text) })}
        />
        <TextField
          label="Connecting takes at most, ms"
          type="number"
          min={1}
          max={120000}
          placeholder="as long as the exchange"
          value={String(setup.connectTimeoutMs ?? "")}
          onChange={(text) => onEdit({ connectTimeoutMs: number(text) })}
        />
      </div>
    </details>
  );
}
