interface NumberProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  most?: number;
  placeholder?: string;
}

export const NumberField = ({ label, value, onChange, most, placeholder }: NumberProps) => (
  <label className="flex w-28 flex-col gap-1 text-muted">
    {label}
    <input
      className="field"
      type="number"
      min={0}
      max={most}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
);

/** Whether a mock takes only tokens that its own sign-in provider gave. */
export const StrictAuth = ({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) => (
  <label
    className="flex min-h-8 items-center gap-2"
    title="Other tokens get 401, and missing scopes 403, where the description wants OAuth 2 or OpenID Connect"
  >
    <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
    Only its own tokens
  </label>
);

/** Whether a mock keeps what clients make, change and take away. */
export const Stateful = ({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) => (
  <label
    className="flex min-h-8 items-center gap-2"
    title="What is made with POST is there with GET, until it is deleted"
  >
    <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
    Keeps state
  </label>
);
