import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface Props {
  to: string;
  children: ReactNode;
  className?: string;
  exact?: boolean;
}

/** A link within the program. */
export function NavLink({ to, children, className = "", exact = false }: Props) {
  const [path, search] = to.split("?");
  return (
    <Link
      to={path}
      search={Object.fromEntries(new URLSearchParams(search)) as never}
      activeOptions={{ exact, includeSearch: false }}
      className={className}
    >
      {children}
    </Link>
  );
}
