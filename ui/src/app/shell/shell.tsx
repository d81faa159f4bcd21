import { Outlet, useRouterState } from "@tanstack/react-router";
import { Boxes, House, Search, Settings } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Toaster } from "sonner";
import { useStream } from "@/api/events";
import { useGo } from "@/lib/address";
import { readable, useShortcut } from "@/lib/shortcuts";
import { toggleTheme, useTheme } from "@/lib/theme";
import { NavLink } from "@/ui/nav-link";
import { focusFilter, focusNextPane } from "./panes";

const Palette = lazy(() => import("./palette"));
const Help = lazy(() => import("./help"));
const Arrivals = lazy(() => import("./arrivals"));

const PLACES = [
  { to: "/", label: "Home", icon: House, exact: true },
  { to: "/projects", label: "Projects", icon: Boxes },
  { to: "/settings", label: "Settings", icon: Settings },
];

/** What is around every page. */
export function Shell() {
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const go = useGo();
  const dark = useTheme((t) => t.dark);
  const connected = useStream((s) => s.connected);
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  useShortcut({
    id: "palette",
    label: "Command palette",
    keys: "mod+k",
    run: () => setOpen("palette"),
  });
  useShortcut({ id: "help", label: "Shortcuts", keys: "?", run: () => setOpen("help") });
  useShortcut({
    id: "theme",
    label: "Switch between light and dark",
    keys: "mod+shift+l",
    run: toggleTheme,
  });
  useShortcut({ id: "go-home", label: "Go to Home", keys: "g d", run: () => go("/") });
  useShortcut({
    id: "go-projects",
    label: "Go to Projects",
    keys: "g p",
    run: () => go("/projects"),
  });
  useShortcut({
    id: "go-settings",
    label: "Go to Settings",
    keys: "g s",
    run: () => go("/settings"),
  });
  useShortcut({ id: "next-pane", label: "Next pane", keys: "f6", run: focusNextPane });
  useShortcut({ id: "filter", label: "Filter what is listed", keys: "/", run: focusFilter });
  return (
    <div className="flex h-full flex-col md:flex-row">
      <a href="#main" className="sr-only z-50 bg-surface p-2 focus:not-sr-only focus:absolute">
        Skip to the page
      </a>
      <nav
        aria-label="Main"
        className="order-last flex shrink-0 border-t border-line bg-surface md:order-first md:w-54 md:flex-col md:border-t-0 md:border-r"
      >
        <div className="hidden h-11 items-center gap-2 px-4 font-semibold md:flex">
          <img src="/icon.svg" alt="" width={20} height={20} />
          Fairlead
        </div>
        <ul className="flex flex-1 justify-around md:flex-col md:justify-start md:gap-0.5 md:p-2">
          {PLACES.map(({ to, label, icon: Icon, exact }) => (
            <li key={to} className="flex-1 md:flex-none">
              <NavLink
                to={to}
                exact={exact}
                className="flex min-h-11 flex-col items-center justify-center gap-0.5 px-2 text-xs text-muted no-underline hover:text-fg aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-fg md:min-h-8 md:flex-row md:justify-start md:gap-2 md:rounded-md md:text-[13px]"
              >
                <Icon size={16} aria-hidden />
                {label}
              </NavLink>
            </li>
          ))}
          <li className="flex-1 md:mt-auto md:flex-none">
            <button
              type="button"
              onClick={() => setOpen("palette")}
              className="flex min-h-11 w-full flex-col items-center justify-center gap-0.5 px-2 text-xs text-muted hover:text-fg md:min-h-8 md:flex-row md:justify-start md:gap-2 md:text-[13px]"
            >
              <Search size={16} aria-hidden />
              <span>Search</span>
              <kbd className="ml-auto hidden font-sans text-xs text-subtle md:inline">
                {readable("mod+k")}
              </kbd>
            </button>
          </li>
        </ul>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {!connected && (
          <div role="status" className="bg-warn-bg px-4 py-1 text-warn-fg">
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
        {open === "palette" && <Palette close={() => setOpen(null)} />}
        {open === "help" && <Help close={() => setOpen(null)} />}
        <Arrivals />
      </Suspense>
      <Toaster theme={dark ? "dark" : "light"} position="bottom-right" />
    </div>
  );
}
