import { Outlet, useRouterState } from "@tanstack/react-router";
import { CircleAlert } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Toaster } from "sonner";
import { useStream } from "@/api/events";
import { useGo } from "@/lib/address";
import { useShortcut } from "@/lib/shortcuts";
import { toggleTheme, useTheme } from "@/lib/theme";
import { whenIdle } from "@/lib/when-idle";
import { askForBundle, closeBundle, useBundle } from "./bundle-store";
import { focusFilter, focusNextPane } from "./panes";
import { Sidebar } from "./sidebar";

const importPalette = () => import("./palette");
const Palette = lazy(importPalette);
const Help = lazy(() => import("./help"));
const NewProject = lazy(() => import("./new-project"));
const Stuck = lazy(() => import("./stuck"));
const Arrivals = lazy(() => import("./arrivals"));
const OpenBundle = lazy(() => import("./open-bundle"));

type Overlay = "palette" | "help" | "create";

/** What is around every page. */
export function Shell() {
  const [open, setOpen] = useState<Overlay | null>(null);
  const go = useGo();
  const dark = useTheme((t) => t.dark);
  const connected = useStream((s) => s.connected);
  const stuck = useStream((s) => s.stuck);
  const bundle = useBundle();
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  useShortcut("palette", () => setOpen("palette"));
  useShortcut("help", () => setOpen("help"));
  useShortcut("create", () => setOpen("create"));
  useShortcut("open-bundle", () => askForBundle());
  useShortcut("theme", toggleTheme);
  useShortcut("go-home", () => go("/"));
  useShortcut("go-projects", () => go("/projects"));
  useShortcut("go-settings", () => go("/settings"));
  useShortcut("go-keys", () => go("/settings?view=keys"));
  useShortcut("next-pane", focusNextPane);
  useShortcut("filter", focusFilter);
  useEffect(() => whenIdle(importPalette), []);
  const close = () => setOpen(null);
  return (
    <div className="flex h-full flex-col md:flex-row">
      <a href="#main" className="sr-only z-50 bg-surface p-2 focus:not-sr-only focus:absolute">
        Skip to the page
      </a>
      <Sidebar onSearch={() => setOpen("palette")} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {!connected && (
          <div role="status" className="flex items-start gap-2 bg-warn-bg px-4 py-1 text-warn-fg">
            <CircleAlert size={14} className="mt-[3px] shrink-0" aria-hidden />
            Fairlead does not answer; trying again. What you write here is kept.
          </div>
        )}
        <main
          id="main"
          tabIndex={-1}
          key={pathname.split("/")[2]}
          className="flex min-h-0 flex-1 flex-col overflow-auto outline-none"
        >
          <Outlet />
        </main>
      </div>
      <Suspense>
        {open === "palette" && <Palette close={close} />}
        {open === "help" && <Help close={close} />}
        {open === "create" && <NewProject close={close} />}
        {stuck && <Stuck key={stuck.partnerId} {...stuck} />}
        {bundle.open && <OpenBundle file={bundle.file} close={closeBundle} />}
        <Arrivals />
      </Suspense>
      <Toaster theme={dark ? "dark" : "light"} position="bottom-right" />
    </div>
  );
}
