import { Boxes, House, Search, Settings } from "lucide-react";
import { useKeys } from "@/lib/bindings";
import { NavLink } from "@/ui/nav-link";

const PLACES = [
  { to: "/", label: "Home", icon: House, exact: true },
  { to: "/projects", label: "Projects", icon: Boxes },
  { to: "/settings", label: "Settings", icon: Settings },
];
const ENTRY =
  "flex min-h-11 w-full flex-col items-center justify-center gap-0.5 px-2 text-xs text-muted no-underline hover:text-fg md:min-h-8 md:flex-row md:justify-start md:gap-2 md:rounded-md md:text-[13px] md:hover:bg-sunken";

/** The places of the program; on a phone a bar at the bottom. */
export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const keys = useKeys("palette");
  return (
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
              className={`${ENTRY} aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-fg`}
            >
              <Icon size={16} aria-hidden />
              {label}
            </NavLink>
          </li>
        ))}
        <li className="flex-1 md:mt-auto md:flex-none">
          <button type="button" onClick={onSearch} className={ENTRY}>
            <Search size={16} aria-hidden />
            <span>Search</span>
            <kbd className="ml-auto hidden font-sans text-xs text-subtle md:inline">{keys}</kbd>
          </button>
        </li>
      </ul>
    </nav>
  );
}
