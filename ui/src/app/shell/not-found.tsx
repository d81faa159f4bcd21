import { NavLink } from "@/ui/nav-link";
import { EmptyState } from "@/ui/states";

export function NotFound() {
  return (
    <>
      <h1 className="p-4">Nothing here</h1>
      <EmptyState action={<NavLink to="/">Go to Home</NavLink>}>
        There is no page at this address.
      </EmptyState>
    </>
  );
}
