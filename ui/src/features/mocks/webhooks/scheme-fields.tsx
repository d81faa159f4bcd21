import { type ReactNode, useId } from "react";
import { type Own, SCHEMES, type SchemeName } from "./schemes";

interface LabelledProps {
  label: string;
  /** The control, which takes the id. */
  children: (id: string) => ReactNode;
}

/** A control below its name. Around the control a label would be named after its value, too. */
export function Labelled({ label, children }: LabelledProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface Props {
  name: SchemeName;
  own: Own;
  onName: (name: SchemeName) => void;
  onOwn: (own: Own) => void;
}

/** How webhooks are signed; for a scheme of one's own, all of it. */
export function SchemeFields({ name, own, onName, onOwn }: Props) {
  const text = (key: "header" | "prefix" | "signs" | "idHeader" | "timestampHeader") => ({
    className: "field",
    value: own[key],
    onChange: (event: { target: { value: string } }) =>
      onOwn({ ...own, [key]: event.target.value }),
  });
  return (
    <>
      <Labelled label="Signature">
        {(id) => (
          <select
            id={id}
            className="field w-[18em] max-w-full"
            value={name}
            onChange={(event) => onName(event.target.value as SchemeName)}
          >
            {SCHEMES.map(([value, shown]) => (
              <option key={value} value={value}>
                {shown}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {name === "generic" && (
        <fieldset className="flex basis-full flex-wrap gap-2">
          <legend className="sr-only">Signature of your own</legend>
          <Labelled label="Header">
            {(id) => <input id={id} {...text("header")} required />}
          </Labelled>
          <Labelled label="Hash">
            {(id) => (
              <select
                id={id}
                className="field"
                value={own.algorithm}
                onChange={(e) => onOwn({ ...own, algorithm: e.target.value as Own["algorithm"] })}
              >
                <option value="hmac-sha256">HMAC-SHA256</option>
                <option value="hmac-sha512">HMAC-SHA512</option>
              </select>
            )}
          </Labelled>
          <Labelled label="Written in">
            {(id) => (
              <select
                id={id}
                className="field"
                value={own.encoding}
                onChange={(e) => onOwn({ ...own, encoding: e.target.value as Own["encoding"] })}
              >
                <option value="hex">hex</option>
                <option value="base64">base64</option>
              </select>
            )}
          </Labelled>
          <Labelled label="Prefix">
            {(id) => <input id={id} {...text("prefix")} placeholder="sha256=" />}
          </Labelled>
          <Labelled label="What is signed">
            {(id) => (
              <input id={id} {...text("signs")} required title="{body}, {id} and {timestamp}" />
            )}
          </Labelled>
          <Labelled label="Header of the id">
            {(id) => <input id={id} {...text("idHeader")} placeholder="none" />}
          </Labelled>
          <Labelled label="Header of the time">
            {(id) => <input id={id} {...text("timestampHeader")} placeholder="none" />}
          </Labelled>
        </fieldset>
      )}
    </>
  );
}

interface SecretProps {
  name: SchemeName;
  value: string;
  onChange: (value: string) => void;
  label?: string;
  placeholder?: string;
}

/** What sender and receiver share; it is never shown. */
export const SecretField = ({ name, value, onChange, label, placeholder }: SecretProps) => (
  <Labelled label={label ?? "Secret"}>
    {(id) => (
      <input
        id={id}
        className="field w-[18em] max-w-full"
        type="password"
        autoComplete="off"
        placeholder={placeholder ?? (name.startsWith("standard") ? "whsec_…" : "")}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Labelled>
);
