import { keysOf, useBindings } from "@/lib/bindings";
import { COMMAND_IDS, commandOf } from "@/lib/commands";
import { readable } from "@/lib/keys";
import { Dialog } from "@/ui/dialog";
import { NavLink } from "@/ui/nav-link";

/** Keys that mean the same everywhere and cannot be changed. */
const FIXED = [
  ["Open what is selected", "Enter"],
  ["Close, and give the focus back", "Esc"],
  ["Go through a list", "↑ ↓"],
];

/** Every shortcut. */
export default function Help({ close }: { close: () => void }) {
  const bindings = useBindings();
  const rows = COMMAND_IDS.map((id) => ({ ...commandOf(id), keys: keysOf(id, bindings) }));
  const places = [...new Set(rows.map((r) => r.where))];
  return (
    <Dialog open onOpenChange={close} title="Shortcuts" wide>
      {!bindings.singleKeys && (
        <p className="mb-2 text-muted">Single keys are switched off in Settings.</p>
      )}
      <div className="gap-8 md:columns-2">
        {places.map((place) => (
          <section key={place} aria-label={place} className="mb-4 break-inside-avoid">
            <h3 className="text-muted">{place}</h3>
            <ul className="divide-y divide-line">
              {rows
                .filter((r) => r.where === place && r.keys)
                .map((r) => (
                  <Row key={r.label} label={r.label} keys={readable(r.keys)} />
                ))}
              {place === "Lists" &&
                FIXED.map(([label = "", keys = ""]) => (
                  <Row key={label} label={label} keys={keys} />
                ))}
            </ul>
          </section>
        ))}
      </div>
      <p className="text-muted">
        <NavLink to="/settings?view=keys" onClick={close}>
          Choose other keys
        </NavLink>
      </p>
    </Dialog>
  );
}

const Row = ({ label, keys }: { label: string; keys: string }) => (
  <li className="row justify-between">
    <span>{label}</span>
    <kbd className="kbd">{keys}</kbd>
  </li>
);
