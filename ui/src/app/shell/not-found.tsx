import { useTitle } from "@/lib/title";
import { NavLink } from "@/ui/nav-link";
import { EmptyState } from "@/ui/states";

export function NotFound() {
  useTitle("Nothing here");
  return (
    <>
      <h1 className="p-4">Nothing here</h1>
      <EmptyState
        action={
          <NavLink to="/" className="btn no-underline">
            Go to Home
          </NavLink>
        }
      >
        There is no page at this address.
      </EmptyState>
    </>
  );
}
