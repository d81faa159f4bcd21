import type { EnvironmentAuth } from "@/api/types";
import { TextField } from "./text-field";

type Of<Kind> = Extract<EnvironmentAuth, { kind: Kind }>;
type Hmac = Of<"hmac">;

interface Props<Auth> {
  auth: Auth;
  onAuth: (auth: EnvironmentAuth) => void;
}

/** What is signed with a shared key, and where the signature goes. */
export function HmacFields({ auth, onAuth }: Props<Hmac>) {
  const edit = (change: Partial<Hmac>) => onAuth({ ...auth, ...change });
  return (
    <>
      <label className="flex flex-col gap-1 sm:col-span-2">
        What is signed
        <textarea
          className="field py-1 font-mono text-xs"
          rows={5}
          spellCheck={false}
          required
          value={auth.template}
          onChange={(e) => edit({ template: e.target.value })}
        />
        <span className="break-words text-subtle">
          {
            "Variables, and {{method}} {{path}} {{query}} {{pathAndQuery}} {{url}} {{host}} {{timestamp}} {{body}} {{bodyHash}} {{header.NAME}}. Line breaks are signed too."
          }
        </span>
      </label>
      <TextField
        label="Header of the signature"
        required
        value={auth.header}
        onChange={(header) => edit({ header })}
      />
      <TextField
        label="Before the signature"
        placeholder="v1="
        value={auth.prefix ?? ""}
        onChange={(prefix) => edit({ prefix })}
      />
      <Choices
        label="Hash"
        value={auth.algorithm ?? "sha256"}
        options={{ sha256: "SHA-256", sha512: "SHA-512" }}
        onChange={(algorithm) => edit({ algorithm })}
      />
      <Choices
        label="Written as"
        value={auth.encoding ?? "hex"}
        options={{ hex: "hexadecimal digits", base64: "base64" }}
        onChange={(encoding) => edit({ encoding })}
      />
      <TextField
        label="Header of the time"
        placeholder="not sent"
        value={auth.timestampHeader ?? ""}
        onChange={(timestampHeader) => edit({ timestampHeader })}
      />
      <Choices
        label="Time as"
        value={auth.timestampFormat ?? "seconds"}
        options={{ seconds: "seconds", milliseconds: "milliseconds", iso8601: "ISO 8601" }}
        onChange={(timestampFormat) => edit({ timestampFormat })}
      />
      <TextField
        label="Header of the body's hash"
        placeholder="not sent"
        value={auth.bodyHashHeader ?? ""}
        onChange={(bodyHashHeader) => edit({ bodyHashHeader })}
      />
    </>
  );
}

/** Whose key signs, and for which service. */
export function AwsFields({ auth, onAuth }: Props<Of<"awsSigV4">>) {
  return (
    <>
      <TextField
        label="Access key id"
        required
        autoComplete="off"
        value={auth.accessKeyId}
        onChange={(accessKeyId) => onAuth({ ...auth, accessKeyId })}
      />
      <TextField
        label="Region"
        required
        value={auth.region}
        onChange={(region) => onAuth({ ...auth, region })}
      />
      <TextField
        label="Service"
        required
        value={auth.service}
        onChange={(service) => onAuth({ ...auth, service })}
      />
    </>
  );
}

interface ChoicesProps<Value extends string> {
  label: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}

function Choices<Value extends string>({ label, value, options, onChange }: ChoicesProps<Value>) {
  return (
    <label className="flex flex-col gap-1">
      {label}
      <select className="field" value={value} onChange={(e) => onChange(e.target.value as Value)}>
        {Object.entries<string>(options).map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
