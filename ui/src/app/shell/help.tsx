import { readable, useShortcuts } from "@/lib/shortcuts";
import { Dialog } from "@/ui/dialog";

/** Every shortcut that works now. */
export default function Help({ close }: { close: () => void }) {
  const { all, singleKeys } = useShortcuts();
  return (
    <Dialog open onOpenChange={close} title="Shortcuts">
      {!singleKeys && <p className="mb-2 text-muted">Single keys are switched off in Settings.</p>}
      <table className="table">
        <tbody>
          {all
            .filter((s) => s.keys)
            .map((s) => (
              <tr key={s.id}>
                <td>{s.label}</td>
                <td className="text-right">
                  <kbd className="font-mono text-xs whitespace-nowrap">
                    {readable(s.keys ?? "")}
                  </kbd>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Dialog>
  );
}
