import { useDoctor, useHealth } from "@/api/queries";
import { setSingleKeys, useShortcuts } from "@/lib/shortcuts";
import { chooseTheme, type Theme, useTheme } from "@/lib/theme";
import { Badge } from "@/ui/badge";
import { Loaded } from "@/ui/states";

const THEMES: [Theme, string][] = [
  ["system", "As the system says"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** How this installation looks and how it is. */
export function SettingsPage() {
  const chosen = useTheme((t) => t.chosen);
  const singleKeys = useShortcuts((s) => s.singleKeys);
  const health = useHealth();
  const doctor = useDoctor();
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4 p-4">
      <h1>Settings</h1>
      <fieldset className="panel p-4">
        <legend className="sr-only">Theme</legend>
        <h2>Theme</h2>
        {THEMES.map(([theme, label]) => (
          <label key={theme} className="row">
            <input
              type="radio"
              name="theme"
              checked={chosen === theme}
              onChange={() => chooseTheme(theme)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <section aria-label="Keyboard" className="panel p-4">
        <h2>Keyboard</h2>
        <label className="row">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(e) => setSingleKeys(e.target.checked)}
          />
          Single keys are shortcuts
        </label>
        <p className="text-muted">Press ? for all of them.</p>
      </section>
      <section aria-label="This installation" className="panel p-4">
        <h2>This installation</h2>
        <p className="mb-2 text-muted">Fairlead {health.data?.version}</p>
        <Loaded query={doctor} rows={4}>
          {(checks) => (
            <ul className="divide-y divide-line">
              {checks.map((check) => (
                <li key={check.name} className="flex flex-wrap items-center gap-2 py-1">
                  <Badge tone={check.ok ? "ok" : check.severity === "error" ? "err" : "warn"}>
                    {check.ok ? "ok" : check.severity}
                  </Badge>
                  <span className="font-medium">{check.name}</span>
                  <span className="min-w-0 break-words text-muted">{check.message}</span>
                  {check.hint && <span className="w-full text-muted">{check.hint}</span>}
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </section>
    </div>
  );
}
