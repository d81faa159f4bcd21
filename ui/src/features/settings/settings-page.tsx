import { useFilters } from "@/lib/address";
import { useTitle } from "@/lib/title";
import { Tabs } from "@/ui/tabs";
import { Variables } from "@/ui/variables";
import { GeneralView } from "./general-view";
import { KeysView } from "./keys-view";

/** How this installation looks, is worked with, and is. */
export function SettingsPage() {
  useTitle("Settings");
  const [filters, setFilters] = useFilters();
  return (
    <>
      <h1 className="flex min-h-11 items-center px-4 text-base">Settings</h1>
      <Tabs
        label="Parts of the settings"
        value={filters.view ?? "general"}
        onChange={(view) => setFilters({ view: view === "general" ? "" : view })}
        tabs={[
          { id: "general", label: "General", content: <GeneralView /> },
          { id: "keys", label: "Keys", content: <KeysView /> },
          {
            id: "variables",
            label: "Variables",
            content: (
              <div className="w-full max-w-3xl p-4">
                <Variables
                  projectId={null}
                  about="What {{names}} stand for in every project that has no variable of that name, and no environment that has."
                />
              </div>
            ),
          },
        ]}
      />
    </>
  );
}
