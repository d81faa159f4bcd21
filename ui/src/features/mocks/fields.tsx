interface NumberProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  most?: number;
  placeholder?: string;
  title?: string;
}

export const NumberField = ({ label, value, onChange, most, placeholder, title }: NumberProps) => (
  <label title={title} className="flex w-28 flex-col gap-1 text-muted">
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

interface ChoiceProps {
  label: string;
  title?: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

export const Choice = ({ label, title, on, onChange }: ChoiceProps) => (
  <label className="flex min-h-8 items-center gap-2" title={title}>
    <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
);

/** Whether a mock takes only tokens that its own sign-in provider gave. */
export const StrictAuth = (props: { on: boolean; onChange: (on: boolean) => void }) => (
  <Choice
    label="Only its own tokens"
    title="Other tokens get 401, and missing scopes 403, where the description wants OAuth 2 or OpenID Connect"
    {...props}
  />
);

/** Whether a mock keeps what clients make, change and take away. */
export const Stateful = (props: { on: boolean; onChange: (on: boolean) => void }) => (
  <Choice
    label="Keeps state"
    title="What is made with POST is there with GET, until it is deleted"
    {...props}
  />
);

/** Where callbacks of a mock may go besides this machine. */
export const CallbackHosts = (props: { value: string; onChange: (value: string) => void }) => (
  <label className="flex w-full flex-col gap-1 text-muted">
    Callbacks may also go to
    <input
      className="field"
      placeholder="hooks.example.com, hooks.example.com:8443"
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    />
    <span>
      A request says where its callbacks go. They go to this machine only, unless a host is named
      here.
    </span>
  </label>
);
