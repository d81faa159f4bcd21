import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface Props {
  to: string;
  children: ReactNode;
  className?: string;
  exact?: boolean;
  /** Its number in a list that J and K go through. */
  row?: number;
  onClick?: () => void;
}

/** A link within the program. */
export function NavLink({ to, children, className = "", exact = false, row, onClick }: Props) {
  const [path, search] = to.split("?");
  return (
    <Link
      to={path}
      search={Object.fromEntries(new URLSearchParams(search)) as never}
      activeOptions={{ exact, includeSearch: false }}
      className={className}
      data-row={row}
      onClick={onClick}
    >
      {children}
    </Link>
  );
}
