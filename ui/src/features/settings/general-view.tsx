import { useDoctor, useHealth } from "@/api/queries/projects";
import { copy } from "@/lib/copy";
import { chooseTheme, type Theme, useTheme } from "@/lib/theme";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/states";

const THEMES: [Theme, string][] = [
  ["system", "As the system says"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** How this installation looks and how it is. */
export function GeneralView() {
  const chosen = useTheme((t) => t.chosen);
  const health = useHealth();
  const doctor = useDoctor();
  const version = health.data?.version;
  return (
    <div className="flex w-full max-w-3xl flex-col gap-4 p-4">
      <fieldset className="panel p-4">
        <legend className="sr-only">Theme</legend>
        <h2 className="mb-1">Theme</h2>
        <div className="flex flex-wrap gap-x-6">
          {THEMES.map(([theme, label]) => (
            <label key={theme} className="row max-md:min-h-11">
              <input
                type="radio"
                name="theme"
                checked={chosen === theme}
                onChange={() => chooseTheme(theme)}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <section aria-label="This installation" className="panel p-4">
        <div className="mb-2 flex flex-wrap items-center gap-x-3">
          <h2>This installation</h2>
          {version && (
            <>
              <span className="text-muted">Fairlead {version}</span>
              <Button look="ghost" className="ml-auto" onClick={() => copy(version, "Version")}>
                Copy the version
              </Button>
            </>
          )}
        </div>
        <Loaded query={doctor} rows={4}>
          {(checks) => (
            <ul className="divide-y divide-line border-t border-line">
              {checks.map((check) => (
                <li
                  key={check.name}
                  className="grid grid-cols-[4.5rem_minmax(0,1fr)] items-baseline gap-x-2 py-1.5 sm:grid-cols-[4.5rem_8rem_minmax(0,1fr)]"
                >
                  <span>
                    <Badge tone={check.ok ? "ok" : check.severity === "error" ? "err" : "warn"}>
                      {check.ok ? "ok" : check.severity}
                    </Badge>
                  </span>
                  <span className="font-medium">{check.name}</span>
                  <span className="col-start-2 break-words text-muted sm:col-start-3">
                    {check.message}
                    {check.hint && <span className="block">{check.hint}</span>}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </section>
    </div>
  );
}
